"""`TableStore`: tables by recipe, made once, kept on disk and shared by every process."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from platformdirs import user_cache_path

from lut.base.packing import PACKED, Bytes, Packed
from lut.conditions.catalogue import Conditions
from lut.conditions.condition import Condition
from lut.lookup.direct import DirectConverter
from lut.lookup.tile_converter import TileConverter
from lut.separation.recipe import Recipe
from lut.separation.separation import MANY_COLOURS, Edited, Separation, beneath_rules, choose
from lut.store.distance import ByTable, Distance, Measure
from lut.store.when_a_table_pays import Worth
from lut.tables import order
from lut.tables.cache import TableCache
from lut.tables.open_tables import Shelf
from lut.tables.table import Table

CACHE_BYTES: Final = 1 << 30
RESIDENT: Final = 8
BYTE: Final = np.dtype(np.uint8)


class TableStore:
    """Tables by recipe. Safe for threads and processes; see `Shelf`.

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
        self._shelf = Shelf(TableCache(self.cache, max_bytes), max_resident)
        self._worth = Worth()

    @property
    def resident(self) -> int:
        """Tables that are kept open."""
        return self._shelf.resident

    @property
    def made(self) -> int:
        """Tables that were made, not found, since the store was."""
        return self._shelf.made

    def separation(self, recipe: Recipe) -> Separation:
        """The function a recipe asks for.

        Raises:
            UnknownCondition, RecipeError: see `lut.separation.separation.choose`.
        """
        return choose(recipe, self.conditions)

    def table(self, recipe: Recipe) -> Table:
        """The table of a recipe: resident, else from the cache, else made now.

        Raises:
            UnknownCondition, RecipeError: see `lut.separation.separation.choose`.
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
        table = self._shelf.found(separation.digest)
        if table is None and self._worth.is_reached(separation, pixels):
            table = self._table_of(separation)
        return TileConverter(table) if table else DirectConverter(separation)

    def distance(self, recipe: Recipe) -> Distance:
        """How far each colour's print is from what was meant, as a function.

        Raises:
            as `separation`.
        """
        return self._distance(recipe, self.separation(recipe))

    def distances(self, recipe: Recipe) -> Table:
        """The same of all colours, uint8 `[2**24]`: resident, from the cache, or made now.

        Raises:
            as `table`.
        """
        return self._distances_of(recipe, self.separation(recipe))

    def measure(self, recipe: Recipe, pixels: int = 0) -> Measure:
        """The same for one picture: by table, or, while that is less work, without.

        Args:
            recipe: of the separation.
            pixels: of the picture; from so many on as a table is worth, it is made.

        Raises:
            as `table`.
        """
        distance = self.distance(recipe)
        table = self._shelf.found(distance.digest, BYTE)
        if table is None and pixels >= MANY_COLOURS:
            table = self.distances(recipe)
        return ByTable(table) if table else distance.of_strip

    def _distance(self, recipe: Recipe, separation: Separation) -> Distance:
        return Distance(
            separation=separation,
            source=recipe.profile,
            press=self.conditions[recipe.condition].profile,
            absolute=recipe.intent == "absolute",
            bpc=recipe.compensates,
        )

    def _distances_of(self, recipe: Recipe, separation: Separation) -> Table:
        distance = self._distance(recipe, separation)
        return self._shelf.table(
            distance.digest, lambda: self._every_distance(recipe, distance), BYTE
        )

    def _every_distance(self, recipe: Recipe, distance: Distance) -> Bytes:
        """In their places. Rules change few colours: only theirs are computed again."""
        table = self._table_of(distance.separation)
        base = beneath_rules(distance.separation)
        if base is distance.separation:
            return order.placed(distance.every(table.entries))
        distances: Bytes = self._distances_of(recipe, base).placed.copy()
        changed = np.flatnonzero(table.placed != self._table_of(base).placed).astype(PACKED)
        distances[changed] = distance.of(order.colours_at(changed), table.placed[changed])
        return distances

    def _table_of(self, separation: Separation) -> Table:
        return self._shelf.table(separation.digest, lambda: self._every_ink(separation))

    def _every_ink(self, separation: Separation) -> Packed:
        """In their places; rules edit those of the table beneath them, which is made but once."""
        if not isinstance(separation, Edited):
            return order.placed(separation.every())
        rules = [separation]
        while isinstance(base := rules[-1].base, Edited):
            rules.append(base)
        entries: Packed = self._table_of(base).entries
        for rule in reversed(rules):
            entries = rule.edit(entries)
        return order.placed(entries)
