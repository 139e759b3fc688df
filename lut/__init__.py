"""Colour: printing conditions, separations and the tables that make them fast.

    store = TableStore()
    table = store.table(Recipe(condition="iso-coated-v2-300"))
    TileConverter(table).convert(rgbx, out)

Knows nothing of HTTP, image files or the service. Only the errors are imported at once; Python
imports any other name's module when the name is first used, so that a program which needs only
`lut.base.packing` loads no ICC engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

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

if TYPE_CHECKING:
    from lut.conditions.catalogue import Conditions
    from lut.conditions.condition import Condition
    from lut.grid.grid import Grid
    from lut.icc.profiles import Profile
    from lut.lookup.tile_converter import TileConverter
    from lut.separation.recipe import Recipe
    from lut.store.table_store import TableStore
    from lut.tables.table import Table
else:

    def __getattr__(name: str) -> object:
        """Return a public name, imported now and kept for the next time (PEP 562)."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value


_MODULES: Final = {
    "Condition": "lut.conditions.condition",
    "Conditions": "lut.conditions.catalogue",
    "Grid": "lut.grid.grid",
    "Profile": "lut.icc.profiles",
    "Recipe": "lut.separation.recipe",
    "Table": "lut.tables.table",
    "TableStore": "lut.store.table_store",
    "TileConverter": "lut.lookup.tile_converter",
}

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
