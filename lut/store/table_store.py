"""`TableStore`: tables by recipe, each made once, kept on disk and shared by every process."""

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
from lut.separation.separation import MANY_COLOURS, Separation, choose
from lut.store.distance import Distance, Measure
from lut.store.when_a_table_pays import PixelCounts
from lut.tables import order
from lut.tables.cache import TableCache
from lut.tables.open_tables import OpenTables
from lut.tables.table import Table

CACHE_BYTES: Final = 1 << 30
"""Bytes of all tables' files; beyond that the cache deletes those used longest ago."""

RESIDENT: Final = 8
"""Tables kept open, of up to 64 MiB each; beyond that the store closes those used longest ago."""

BYTE: Final = np.dtype(np.uint8)


class TableStore:
    """Tables by recipe. Safe for threads and processes; see `OpenTables`.

    Args:
        cache: the folder of the tables' files; by default `platesetter` in the user's cache.
        conditions: conditions by name; by default the shipped ones.
        max_bytes: of all files in the cache; those used longest ago go first.
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
        self._open = OpenTables(TableCache(self.cache, max_bytes), max_resident)
        self._counts = PixelCounts()

    @property
    def resident(self) -> int:
        """Return how many tables are open."""
        return self._open.resident

    @property
    def made(self) -> int:
        """Return how many tables this store has made, and not found in its cache."""
        return self._open.made

    def separation(self, recipe: Recipe) -> Separation:
        """Return the function that a recipe asks for.

        Raises:
            UnknownCondition, RecipeError: see `lut.separation.separation.choose`.
        """
        return choose(recipe, self.conditions)

    def table(self, recipe: Recipe) -> Table:
        """Return the table of a recipe: an open one, else from the cache, else made now.

        Raises:
            UnknownCondition, RecipeError: see `lut.separation.separation.choose`.
            ProfileError: Little CMS cannot connect the profiles.

        Warns:
            UncachedTable: its file cannot be written; the table lives in memory.
        """
        return self._table_of(self.separation(recipe))

    def converter(self, recipe: Recipe, pixels: int) -> TileConverter | DirectConverter:
        """Return a converter for one picture: by table, or, while that is less work, without.

        Args:
            recipe: what the picture is to become.
            pixels: how many it has.

        Raises:
            as `table`.
        """
        separation = self.separation(recipe)
        table = self._open.find(separation.digest)
        if table is None and self._counts.table_pays(separation, pixels):
            table = self._table_of(separation)
        return TileConverter(table) if table else DirectConverter(separation)

    def distance(self, recipe: Recipe) -> Distance:
        """Return, as a function, how far each colour's print is from what was meant.

        Raises:
            as `separation`.
        """
        return Distance(
            separation=self.separation(recipe),
            source=recipe.profile,
            press=self.conditions[recipe.condition].profile,
            absolute=recipe.intent == "absolute",
            bpc=recipe.compensates,
        )

    def distances(self, recipe: Recipe) -> Table:
        """Return the distances of all colours, uint8 `[2**24]`: open, from the cache, or made now.

        Raises:
            as `table`.
        """
        return self._distances_of(self.distance(recipe))

    def measure(self, recipe: Recipe, pixels: int = 0) -> Measure:
        """Return what measures one picture: by table, or, while that is less work, without.

        Args:
            recipe: of the separation.
            pixels: of the picture; from `MANY_COLOURS` on, the table of distances is made for it.

        Raises:
            as `table`.
        """
        distance = self.distance(recipe)
        table = self._open.find(distance.digest, BYTE)
        if table is None and pixels >= MANY_COLOURS:
            table = self._distances_of(distance)
        return _look_up_in(table) if table else distance.of_strip

    def _table_of(self, separation: Separation) -> Table:
        return self._open.table(separation.digest, lambda: self._make_inks(separation))

    def _make_inks(self, separation: Separation) -> Packed:
        """Return all entries in their places; the rules change a copy of the base's own table."""
        if not separation.rules:
            return order.placed(separation.every())
        entries = self._table_of(separation.without_rules).entries
        return order.placed(separation.apply_rules(entries))

    def _distances_of(self, distance: Distance) -> Table:
        return self._open.table(distance.digest, lambda: self._make_distances(distance), BYTE)

    def _make_distances(self, distance: Distance) -> Bytes:
        """Return all distances in their places; rules change few, and only those are computed."""
        table = self._table_of(distance.separation)
        if not distance.separation.rules:
            return order.placed(distance.every(table.entries))
        base = distance.without_rules
        distances: Bytes = self._distances_of(base).placed.copy()
        changed = np.flatnonzero(table.placed != self._table_of(base.separation).placed)
        places = changed.astype(PACKED)
        distances[places] = distance.of(order.colours_at(places), table.placed[places])
        return distances


def _look_up_in(distances: Table) -> Measure:
    return lambda colours, _inks: distances.at(colours)
