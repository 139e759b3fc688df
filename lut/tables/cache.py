"""Tables' files in a folder, bounded in bytes: the least recently used go first."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from lut.base.files import PART
from lut.base.packing import PACKED
from lut.tables import table as tables
from lut.tables.table import Table

SUFFIX: Final = ".table"
ABANDONED_S: Final = 600
"""After which a file that is still being written is taken for one that nobody writes."""


class TableCache:
    """A folder that several processes may share.

    Args:
        folder: made when the first table is kept.
        max_bytes: of all files in it.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder = folder
        self._max_bytes = max_bytes

    def find(self, digest: str, dtype: np.dtype[Any] = PACKED) -> Table | None:
        """The whole table of that digest and type, mapped, or None."""
        return tables.load(self._path(digest), digest, dtype)

    def keep(self, table: Table) -> Table:
        """Write a table, make room for it, and map it.

        Raises:
            OSError: the folder cannot be written, or the disk is full.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        tables.save(self._path(table.digest), table)
        self._make_room(self._path(table.digest))
        return self.find(table.digest, table.placed.dtype) or table

    def touch(self, digest: str) -> None:
        """Mark as used: access times are not kept on every file system, these are."""
        with suppress(OSError):
            os.utime(self._path(digest))

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest}{SUFFIX}"

    def _make_room(self, newest: Path) -> None:
        files = sorted(_files(self.folder), key=lambda file: file.last_used)
        total = sum(file.size for file in files)
        for file in files:
            if total > self._max_bytes and file.path != newest:
                with suppress(OSError):
                    file.path.unlink()
                    total -= file.size


class _File(NamedTuple):
    path: Path
    last_used: float
    size: int


def _files(folder: Path) -> Iterator[_File]:
    """Tables whole or abandoned half-way; another process may remove them meanwhile."""
    for path in folder.iterdir():
        if path.suffix in (SUFFIX, PART):
            with suppress(OSError):
                status = path.stat()
                if path.suffix == SUFFIX or time.time() - status.st_mtime > ABANDONED_S:
                    yield _File(path, status.st_mtime, status.st_size)
