"""Colour: printing conditions, separations and the tables that make them fast.

    store = TableStore()
    table = store.table(Recipe(condition="iso-coated-v2-300"))
    TileConverter(table).convert(rgbx, out)

Knows nothing of HTTP, image files or the service.
"""

from lut.catalogue import Conditions
from lut.condition import Condition
from lut.errors import (
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
from lut.grid import Grid
from lut.profiles import Profile
from lut.recipe import Recipe
from lut.store import TableStore
from lut.table import Table
from lut.tiles import TileConverter

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
