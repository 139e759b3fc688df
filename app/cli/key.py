"""`platesetter key`."""

from app.cli.console import OUT
from app.middleware.access import new_key


def key() -> None:
    """Make a key for a client, and the hash that the service is given.

    The key is shown once. The hash goes into PLATESETTER_KEYS, or a line of PLATESETTER_KEY_FILE,
    which is read again when it changes.

    \b
    For example:
      platesetter key
      curl -H "Authorization: Bearer $KEY" --data-binary @photo.jpg …/v1/convert
    """
    made, kept = new_key()
    OUT.print(f"key   {made}")
    OUT.print(f"hash  {kept}")
