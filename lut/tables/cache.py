"""`TableCache`: tables' files in a folder, bounded in bytes: those used longest ago go first."""

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
"""Seconds after which a half-written file counts as one whose writer has died."""


class TableCache:
    """A folder of tables that several processes may share.

    Args:
        folder: made by `keep`, when it writes the first table.
        max_bytes: of all files in the folder; `keep` deletes those used longest ago.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder = folder
        self._max_bytes = max_bytes

    def find(self, digest: str, dtype: np.dtype[Any] = PACKED) -> Table | None:
        """Return the whole table of that digest and type, mapped, or None."""
        return tables.load(self._path(digest), digest, dtype)

    def keep(self, table: Table) -> Table:
        """Write a table, delete others if there are too many bytes, and return it mapped.

        Raises:
            OSError: the folder cannot be written, or the disk is full.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        tables.save(self._path(table.digest), table)
        self._make_room(self._path(table.digest))
        return self.find(table.digest, table.placed.dtype) or table

    def touch(self, digest: str) -> None:
        """Set the file's modification time to now, which says when a table was last used.

        Not every file system keeps access times.
        """
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
    """Yield whole and abandoned files; another process may delete any of them meanwhile."""
    for path in folder.iterdir():
        if path.suffix in (SUFFIX, PART):
            with suppress(OSError):
                status = path.stat()
                if path.suffix == SUFFIX or time.time() - status.st_mtime > ABANDONED_S:
                    yield _File(path, status.st_mtime, status.st_size)
