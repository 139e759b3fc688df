"""The pure function from colour to inks.

A separation is chosen once, from a recipe; a table is its memo, and a small picture can be
separated without one. The result is the same by definition.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final, Literal, Protocol

from lut.condition import Condition
from lut.errors import RecipeError
from lut.grid import Grid
from lut.packing import Packed
from lut.recipe import INTENT, Recipe
from lut.transform import Transform

ALGORITHM: Final = 1
"""Raised whenever the same recipe gives other entries than before."""


class Separation(Protocol):
    """A function of 2²⁴ colours."""

    @property
    def precision(self) -> Literal["trilinear", "exact"]:
        """How it is computed."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that decides the entries: content, not names."""

    @property
    def worth_a_table(self) -> int:
        """Pictures of at least so many pixels are worth making the table for."""

    def of(self, colours: Packed) -> Packed:
        """The entries of some packed colours, uint32 of the same shape."""

    def every(self) -> Packed:
        """All entries, uint32 `[2**24]`."""


@dataclass(frozen=True)
class Trilinear:
    """Between the nodes of a condition's own grid."""

    grid: Grid
    precision: Literal["trilinear"] = "trilinear"
    worth_a_table: int = 0

    @cached_property
    def digest(self) -> str:
        """Of the grid's nodes."""
        return _digest(precision=self.precision, grid=self.grid.digest)

    def of(self, colours: Packed) -> Packed:
        """See `Grid.at`."""
        return self.grid.at(colours)

    def every(self) -> Packed:
        """See `Grid.expand`."""
        return self.grid.expand()


@dataclass(frozen=True)
class Exact:
    """Every colour through both profiles."""

    transform: Transform
    precision: Literal["exact"] = "exact"
    worth_a_table: int = 1 << 20

    @cached_property
    def digest(self) -> str:
        """Of both profiles and the intent."""
        return _digest(
            precision=self.precision,
            source=self.transform.source.digest,
            press=self.transform.press.digest,
            intent=self.transform.intent,
        )

    def of(self, colours: Packed) -> Packed:
        """See `Transform.of`."""
        return self.transform.of(colours)

    def every(self) -> Packed:
        """See `Transform.every`."""
        return self.transform.every()


def choose(recipe: Recipe, conditions: Mapping[str, Condition]) -> Separation:
    """The separation a recipe asks for.

    Raises:
        UnknownCondition: no condition has that name.
        RecipeError: `trilinear` is asked for where the condition ships no grid.
    """
    condition = conditions[recipe.condition]
    shipped = condition.ships_grid_for(recipe.profile, INTENT)
    if recipe.precision == "trilinear" and not shipped:
        raise RecipeError(
            f"condition {condition.name!r} ships no grid for the source "
            f"{recipe.profile.description!r}: precision must be exact or auto, got trilinear"
        )
    if recipe.precision == "exact" or not shipped:
        return Exact(Transform(recipe.profile, condition.profile, INTENT))
    return Trilinear(condition.grid)


def _digest(**content: str) -> str:
    told = json.dumps({"algorithm": ALGORITHM, **content}, sort_keys=True)
    return sha256(told.encode()).hexdigest()
