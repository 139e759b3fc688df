"""Colour: printing conditions, separations and the tables that make them fast.

    store = TableStore()
    table = store.table(Recipe(condition="iso-coated-v2-300"))
    TileConverter(table).convert(rgbx, out)

Knows nothing of HTTP, image files or the service.
"""

from lut.base.errors import (
    BufferMismatch,
    ConditionError,
    GridError,
    LutError,
    LutWarning,
    ProfileError,
    RecipeError,
    UncachedTable,
    UnknownCondition,
)
from lut.conditions.catalogue import Conditions
from lut.conditions.condition import Condition
from lut.grid.grid import Grid
from lut.icc.profiles import Profile
from lut.lookup.tile_converter import TileConverter
from lut.separation.recipe import Recipe
from lut.store.table_store import TableStore
from lut.tables.table import Table

__all__ = [
    "BufferMismatch",
    "Condition",
    "ConditionError",
    "Conditions",
    "Grid",
    "GridError",
    "LutError",
    "LutWarning",
    "Profile",
    "ProfileError",
    "Recipe",
    "RecipeError",
    "Table",
    "TableStore",
    "TileConverter",
    "UncachedTable",
    "UnknownCondition",
]
