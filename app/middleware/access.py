"""Keys: where any are set, only a client that sends one may convert; else every client may.

The service keeps a key as its SHA-256. That is enough for a key made by `platesetter key`: it has
256 random bits, and cannot be guessed from its hash.
"""

import hashlib
import hmac
import logging
import os
import re
import secrets
import threading
from pathlib import Path
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.base.errors import SettingsBroken, Unauthorised
from app.base.settings import Settings

log = logging.getLogger(__name__)

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_bearer = HTTPBearer(auto_error=False, description="A key, where the service has been given any.")


def new_key() -> tuple[str, str]:
    """Return a new key, and the hash that the service keeps of it."""
    key = secrets.token_urlsafe(32)
    return key, hashed(key)


def hashed(key: str) -> str:
    """Return a key's SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()


class Keys:
    """The keys of the settings, and of a file that is read again when it has changed.

    Each item of the setting is a hash, and so is each line of the file; of a line only the first
    word counts, so that a name may follow it, and nothing of what follows a `#`.

    Raises:
        SettingsBroken: an item is not a hash, or the file cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self._in_settings = _hashes(settings.keys.split(","), "keys")
        self._file = settings.key_file
        self._in_file: frozenset[str] = frozenset()
        self._version: tuple[int, int] | None = None
        self._lock = threading.Lock()
        if self._file:
            self._version, self._in_file = _read(self._file)

    @property
    def are_needed(self) -> bool:
        """Return whether any are set."""
        return bool(self._in_settings) or self._file is not None

    def admits(self, key: str) -> bool:
        """Return whether a key is one of them; it is compared with each, in constant time."""
        mine = hashed(key)
        alike = [hmac.compare_digest(mine, one) for one in self._in_settings | self._renewed()]
        return any(alike)

    def _renewed(self) -> frozenset[str]:
        """Return the file's hashes; none, with a warning, where it cannot be read."""
        if not self._file:
            return frozenset()
        with self._lock:
            try:
                if _version(self._file.stat()) != self._version:
                    self._version, self._in_file = _read(self._file)
            except (OSError, SettingsBroken) as error:
                log.warning("the keys are refused until they can be read: %s", error)
                self._version, self._in_file = None, frozenset()
            return self._in_file


async def authorised(
    request: Request,
    sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> None:
    """Let a request pass that has a known key.

    Raises:
        Unauthorised: it has none.
    """
    keys: Keys = request.app.state.keys
    if not (sent and keys.admits(sent.credentials)):
        raise Unauthorised("expected a known key as `Authorization: Bearer KEY`")


def _read(file: Path) -> tuple[tuple[int, int], frozenset[str]]:
    try:
        version, text = _version(file.stat()), file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsBroken(f"key_file={file} cannot be read: {error}") from error
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return version, _hashes([words[0] for words in lines if words], f"key_file={file}")


def _hashes(words: list[str], where: str) -> frozenset[str]:
    hashes = frozenset(word.strip().lower() for word in words if word.strip())
    if wrong := [one for one in hashes if not _HASH.fullmatch(one)]:
        raise SettingsBroken(f"{where}: expected SHA-256 in hexadecimal, got {len(wrong)} others")
    return hashes


def _version(status: os.stat_result) -> tuple[int, int]:
    return status.st_mtime_ns, status.st_size
