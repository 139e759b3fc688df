"""`OpenTables`: tables by digest, each made once, kept on disk, and some of them kept open."""

import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lut.base.errors import UncachedTable
from lut.base.locks import KeyedLocks
from lut.base.packing import PACKED
from lut.tables.cache import TableCache
from lut.tables.table import Table

Make = Callable[[], NDArray[Any]]
"""A function that returns all entries, in the order of `lut.tables.order`."""


class OpenTables:
    """The tables that are open in this process, in front of the folder that holds their files.

    Safe for threads: one thread makes a table, the others that ask for it wait. Safe for processes:
    two that make the same table each write the same bytes to a file of their own and rename it, in
    whichever order.

    Args:
        cache: the folder of the tables' files.
        max_resident: tables kept open at once; those used longest ago are closed first.
    """

    def __init__(self, cache: TableCache, max_resident: int) -> None:
        self._cache = cache
        self._max_resident = max_resident
        self._resident: OrderedDict[str, Table] = OrderedDict()
        self._made = 0
        self._lock = threading.Lock()
        self._making = KeyedLocks()

    @property
    def resident(self) -> int:
        """Return how many tables are open."""
        return len(self._resident)

    @property
    def made(self) -> int:
        """Return how many tables were made, and not found in the cache."""
        return self._made

    def table(self, digest: str, make: Make, dtype: np.dtype[Any] = PACKED) -> Table:
        """Return the table of that digest: an open one, else from the cache, else made now.

        Warns:
            UncachedTable: its file cannot be written; the table lives in memory.
        """
        with self._making.of(digest):
            return self.find(digest, dtype) or self._keep_open(self._make(digest, make))

    def find(self, digest: str, dtype: np.dtype[Any] = PACKED) -> Table | None:
        """Return the table of that digest, open or from the cache, or None."""
        with self._lock:
            table = self._resident.get(digest)
        table = table or self._cache.find(digest, dtype)
        if table:
            self._keep_open(table)
            self._cache.touch(digest)
        return table

    def _make(self, digest: str, make: Make) -> Table:
        table = Table(make(), digest)
        with self._lock:
            self._made += 1
        try:
            return self._cache.keep(table)
        except OSError as error:
            message = f"no table can be kept in {self._cache.folder} ({error}): it lives in memory"
            # Five frames up is the line that called `TableStore.table`.
            warnings.warn(message, UncachedTable, stacklevel=5)
            return table

    def _keep_open(self, table: Table) -> Table:
        with self._lock:
            self._resident[table.digest] = table
            self._resident.move_to_end(table.digest)
            while len(self._resident) > self._max_resident:
                self._resident.popitem(last=False)
        return table
