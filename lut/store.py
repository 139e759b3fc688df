"""`TableStore`: tables by recipe, made once, kept on disk and shared by every process."""

import threading
import warnings
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from platformdirs import user_cache_path

from lut.cache import TableCache
from lut.catalogue import Conditions
from lut.condition import Condition
from lut.direct import DirectConverter
from lut.errors import UncachedTable
from lut.packing import Packed
from lut.recipe import Recipe
from lut.separation import Edited, Separation, choose
from lut.table import Table
from lut.tiles import TileConverter
from lut.worth import Worth

CACHE_BYTES: Final = 1 << 30
RESIDENT: Final = 8


class TableStore:
    """Tables by recipe.

    Safe for threads: each table is made once, others wait for it. Safe for processes: two
    that make the same table write the same bytes aside, and either rename is right.

    Args:
        cache: the folder of the tables' files; by default `platesetter` in the user's cache.
        conditions: conditions by name; by default the shipped ones.
        max_bytes: of all files in the cache; the least recently used go first.
        max_resident: tables kept open at once, likewise.
    """

    def __init__(
        self,
        cache: Path | None = None,
        conditions: Mapping[str, Condition] | None = None,
        *,
        max_bytes: int = CACHE_BYTES,
        max_resident: int = RESIDENT,
    ) -> None:
        folder = user_cache_path("platesetter") / "tables" if cache is None else cache
        self._cache = TableCache(folder, max_bytes)
        self.conditions = Conditions() if conditions is None else conditions
        self._max_resident = max_resident
        self._resident: OrderedDict[str, Table] = OrderedDict()
        self._made_count = 0
        self._lock = threading.Lock()
        self._worth = Worth()
        self._making: WeakValueDictionary[str, _Making] = WeakValueDictionary()

    @property
    def cache(self) -> Path:
        """The folder of the tables' files."""
        return self._cache.folder

    @property
    def resident(self) -> int:
        """Tables that are kept open."""
        return len(self._resident)

    @property
    def made(self) -> int:
        """Tables that were made, not found, since the store was."""
        return self._made_count

    def separation(self, recipe: Recipe) -> Separation:
        """The function a recipe asks for.

        Raises:
            UnknownCondition, RecipeError: see `lut.separation.choose`.
        """
        return choose(recipe, self.conditions)

    def table(self, recipe: Recipe) -> Table:
        """The table of a recipe: resident, else from the cache, else made now.

        Raises:
            UnknownCondition, RecipeError: see `lut.separation.choose`.
            ProfileError: Little CMS cannot connect the profiles.

        Warns:
            UncachedTable: its file cannot be written; the table lives in memory.
        """
        return self._table_of(self.separation(recipe))

    def converter(self, recipe: Recipe, pixels: int) -> TileConverter | DirectConverter:
        """A converter for one picture: by table, or, while that is less work, without.

        Args:
            recipe: what the picture is to become.
            pixels: how many it has.

        Raises:
            as `table`.
        """
        separation = self.separation(recipe)
        table = self._found(separation)
        if table is None and self._worth.is_reached(separation, pixels):
            table = self._table_of(separation)
        return TileConverter(table) if table else DirectConverter(separation)

    def _table_of(self, separation: Separation) -> Table:
        with self._being_made(separation.digest):
            return self._found(separation) or self._keep(self._made(separation))

    @contextmanager
    def _being_made(self, digest: str) -> Iterator[None]:
        """One thread at a time for each table; the lock goes with the last that wants it."""
        with self._lock:
            making = self._making.setdefault(digest, _Making())
        with making.lock:
            yield

    def _found(self, separation: Separation) -> Table | None:
        digest = separation.digest
        with self._lock:
            table = self._resident.get(digest)
        table = table or self._cache.find(digest)
        if table:
            self._keep(table)
            self._cache.touch(digest)
        return table

    def _made(self, separation: Separation) -> Table:
        table = Table(self._entries(separation), separation.digest)
        with self._lock:
            self._made_count += 1
        try:
            return self._cache.keep(table)
        except OSError as error:
            message = f"no table can be kept in {self._cache.folder} ({error}): it lives in memory"
            warnings.warn(message, UncachedTable, stacklevel=4)
            return table

    def _entries(self, separation: Separation) -> Packed:
        """All entries; rules edit a copy of the table beneath them, which is made but once."""
        if not isinstance(separation, Edited):
            return separation.every()
        rules = [separation]
        while isinstance(base := rules[-1].base, Edited):
            rules.append(base)
        entries = self._table_of(base).entries.copy()
        for rule in reversed(rules):
            entries = rule.edit(entries)
        return entries

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
