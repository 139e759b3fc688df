"""`platesetter key`."""

from app.cli.console import OUT
from app.middleware.access import new_key


def key() -> None:
    """Make a key for a client, and the hash of it for the service.

    The key is shown once. Put the hash into PLATESETTER_KEYS, or on a line of the file that
    PLATESETTER_KEY_FILE names; the service reads that file again when it changes.

    \b
    For example:
      platesetter key
      curl -H "Authorization: Bearer $KEY" --data-binary @photo.jpg …/v1/convert
    """
    secret, secret_hash = new_key()
    OUT.print(f"key   {secret}")
    OUT.print(f"hash  {secret_hash}")
