"""Tables by digest: each made once, kept on disk, and some of them kept open."""

import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from lut.base.errors import UncachedTable
from lut.base.packing import PACKED
from lut.tables.cache import TableCache
from lut.tables.table import Table

Make = Callable[[], NDArray[Any]]
"""Gives the entries, in the order of `lut.tables.order`."""


class Shelf:
    """What is made once is made for all.

    Safe for threads: each table is made once, others wait for it. Safe for processes: two that
    make the same table write the same bytes aside, and either rename is right.

    Args:
        cache: the folder of the tables' files.
        max_resident: tables kept open at once; the least recently used go first.
    """

    def __init__(self, cache: TableCache, max_resident: int) -> None:
        self._cache = cache
        self._max_resident = max_resident
        self._resident: OrderedDict[str, Table] = OrderedDict()
        self._made_count = 0
        self._lock = threading.Lock()
        self._making: WeakValueDictionary[str, _Making] = WeakValueDictionary()

    @property
    def resident(self) -> int:
        """Tables that are kept open."""
        return len(self._resident)

    @property
    def made(self) -> int:
        """Tables that were made, not found, since the shelf was."""
        return self._made_count

    def table(self, digest: str, make: Make, dtype: np.dtype[Any] = PACKED) -> Table:
        """Resident, else from the cache, else made now.

        Warns:
            UncachedTable: its file cannot be written; the table lives in memory.
        """
        making = self._being_made(digest)  # which must live as long as its lock is held
        with making.lock:
            return self.found(digest, dtype) or self._keep(self._made(digest, make))

    def found(self, digest: str, dtype: np.dtype[Any] = PACKED) -> Table | None:
        """Resident, or from the cache."""
        with self._lock:
            table = self._resident.get(digest)
        table = table or self._cache.find(digest, dtype)
        if table:
            self._keep(table)
            self._cache.touch(digest)
        return table

    def _being_made(self, digest: str) -> "_Making":
        """One thread at a time for each table; the lock goes with the last that wants it."""
        with self._lock:
            return self._making.setdefault(digest, _Making())

    def _made(self, digest: str, make: Make) -> Table:
        table = Table(make(), digest)
        with self._lock:
            self._made_count += 1
        try:
            return self._cache.keep(table)
        except OSError as error:
            message = f"no table can be kept in {self._cache.folder} ({error}): it lives in memory"
            warnings.warn(message, UncachedTable, stacklevel=5)
            return table

    def _keep(self, table: Table) -> Table:
        with self._lock:
            self._resident[table.digest] = table
            self._resident.move_to_end(table.digest)
            while len(self._resident) > self._max_resident:
                self._resident.popitem(last=False)
        return table


class _Making:
    """A lock that can be referred to weakly."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
