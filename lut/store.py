"""`TableStore`: tables by recipe, made once, kept on disk and shared by every process."""

import os
import threading
import warnings
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from lut import table as tables
from lut.catalogue import Conditions
from lut.condition import Condition
from lut.direct import DirectConverter
from lut.errors import UncachedTable
from lut.files import PART
from lut.recipe import Recipe
from lut.separation import Separation, choose
from lut.table import Table
from lut.tiles import TileConverter

SUFFIX: Final = ".table"
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
        self.cache = user_cache_path("platesetter") / "tables" if cache is None else cache
        self.conditions = Conditions() if conditions is None else conditions
        self.max_bytes = max_bytes
        self.max_resident = max_resident
        self._resident: OrderedDict[str, Table] = OrderedDict()
        self._lock = threading.Lock()
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

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
        separation = self.separation(recipe)
        with self._lock:
            making = self._making[separation.digest]
        with making:
            return self._found(separation) or self._keep(self._made(separation))

    def converter(self, recipe: Recipe, pixels: int) -> TileConverter | DirectConverter:
        """A converter for one picture: by table, or, where that is less work, without.

        Args:
            recipe: what the picture is to become.
            pixels: how many it has.

        Raises:
            as `table`.
        """
        separation = self.separation(recipe)
        if pixels >= separation.worth_a_table:
            return TileConverter(self.table(recipe))
        table = self._found(separation)
        return TileConverter(table) if table else DirectConverter(separation)

    def _found(self, separation: Separation) -> Table | None:
        with self._lock:
            table = self._resident.get(separation.digest)
            if table:
                self._resident.move_to_end(separation.digest)
        if table is None:
            table = tables.load(self._path(separation.digest), separation.digest)
            table = table and self._keep(table)
        if table:
            self._touch(table.digest)
        return table

    def _made(self, separation: Separation) -> Table:
        table = Table(separation.every(), separation.digest)
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            tables.save(self._path(table.digest), table)
        except OSError as error:
            message = f"no table can be kept in {self.cache} ({error}): it lives in memory"
            warnings.warn(message, UncachedTable, stacklevel=3)
            return table
        self._make_room(table.digest)
        return tables.load(self._path(table.digest), table.digest) or table

    def _keep(self, table: Table) -> Table:
        with self._lock:
            self._resident[table.digest] = table
            while len(self._resident) > self.max_resident:
                digest, _ = self._resident.popitem(last=False)
                self._making.pop(digest, None)
        return table

    def _path(self, digest: str) -> Path:
        return self.cache / f"{digest}{SUFFIX}"

    def _touch(self, digest: str) -> None:
        """Mark as used: access times are not kept on every file system, these are."""
        try:
            os.utime(self._path(digest))
        except OSError:
            return

    def _make_room(self, newest: str) -> None:
        """Remove the least recently used files, never the newest, until the rest fits."""
        files = sorted(
            _files(self.cache), key=lambda file: (file[0] == self._path(newest), file[1])
        )
        total = sum(size for _, _, size in files)
        for path, _, size in files[:-1]:
            if total <= self.max_bytes:
                return
            path.unlink(missing_ok=True)
            total -= size


def _files(cache: Path) -> list[tuple[Path, float, int]]:
    """Path, time of last use and size of the tables, whole or abandoned half-way."""
    found = []
    for path in cache.iterdir():
        if path.suffix in (SUFFIX, PART):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            found.append((path, status.st_mtime, status.st_size))
    return found
