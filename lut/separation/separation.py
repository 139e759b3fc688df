"""The pure function from colour to inks: transform, then black, ink limit and brand colours.

A separation is chosen once, from a recipe; a table is its memo, and a small picture can be
separated without one. The result is the same by definition.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final, Literal, Protocol

from lut.base.errors import RecipeError
from lut.base.packing import LEVELS, PACKED, Packed, colours
from lut.conditions.condition import Condition
from lut.grid.grid import Grid
from lut.icc.profiles import Profile
from lut.icc.transform import Transform
from lut.separation.recipe import Recipe
from lut.separation.rules.black import NeutralBlack, PureBlack
from lut.separation.rules.brand import BrandColours
from lut.separation.rules.ink_limit import InkLimit
from lut.separation.rules.rule import Step

ALGORITHM: Final = 1
"""Raised whenever the same recipe gives other entries than before."""

CHUNK: Final = 1 << 20
MANY_COLOURS: Final = 1 << 20
"""Evaluating fewer takes less time than making a table of them all."""

_GREYS: Final = (colours(0, LEVELS) * 0x010101).astype(PACKED)

Computed = Literal["trilinear", "exact"]


class Separation(Protocol):
    """A function of 2²⁴ colours."""

    @property
    def precision(self) -> Computed:
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
    precision: Computed = "trilinear"
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
    precision: Computed = "exact"
    worth_a_table: int = MANY_COLOURS

    @cached_property
    def digest(self) -> str:
        """Of both profiles, the intent and black point compensation."""
        return _digest(
            precision=self.precision,
            source=self.transform.source.digest,
            press=self.transform.press.digest,
            intent=self.transform.intent,
            bpc=self.transform.bpc,
        )

    def of(self, colours: Packed) -> Packed:
        """See `Transform.of`."""
        return self.transform.of(colours)

    def every(self) -> Packed:
        """See `Transform.every`."""
        return self.transform.every()


@dataclass(frozen=True)
class Edited:
    """A separation with one more rule."""

    base: Separation
    step: Step

    @property
    def precision(self) -> Computed:
        """Of what is edited."""
        return self.base.precision

    @property
    def worth_a_table(self) -> int:
        """As for what is computed colour by colour: rules are as many as there are wishes."""
        return max(self.base.worth_a_table, MANY_COLOURS)

    @cached_property
    def digest(self) -> str:
        """Of what is edited, and the rule."""
        return _digest(base=self.base.digest, step=self.step.content())

    def of(self, colours: Packed) -> Packed:
        """See `Separation.of`."""
        flat = colours.reshape(-1)
        return self.step.apply(flat, self.base.of(flat)).reshape(colours.shape)

    def every(self) -> Packed:
        """See `Separation.every`."""
        return self.edit(self.base.every())

    def edit(self, entries: Packed) -> Packed:
        """A table of what is edited, changed in place: only where the rule reaches."""
        reach = self.step.reach()
        if reach is not None:
            entries[reach] = self.step.apply(reach, entries[reach])
            return entries
        for start in range(0, len(entries), CHUNK):
            part = colours(start, start + CHUNK)
            entries[start : start + CHUNK] = self.step.apply(part, entries[start : start + CHUNK])
        return entries


def choose(recipe: Recipe, conditions: Mapping[str, Condition]) -> Separation:
    """The separation a recipe asks for.

    Raises:
        UnknownCondition: no condition has that name.
        RecipeError: `trilinear` is asked for where the condition ships no grid.
    """
    condition = conditions[recipe.condition]
    return _ruled(_transformed(recipe, condition), recipe, condition.profile)


def beneath_rules(separation: Separation) -> Separation:
    """What a separation's rules edit."""
    while isinstance(separation, Edited):
        separation = separation.base
    return separation


def _transformed(recipe: Recipe, condition: Condition) -> Separation:
    shipped = recipe.compensates and condition.ships_grid_for(recipe.profile, recipe.intent)
    if recipe.precision == "trilinear" and not shipped:
        bpc = "on" if recipe.compensates else "off"
        raise RecipeError(
            f"condition {condition.name!r} ships no grid for the source "
            f"{recipe.profile.description!r}, intent {recipe.intent}, bpc {bpc}: "
            "precision must be exact or auto, got trilinear"
        )
    if recipe.precision == "exact" or not shipped:
        return Exact(
            Transform(recipe.profile, condition.profile, recipe.intent, recipe.compensates)
        )
    return Trilinear(condition.grid)


def _ruled(separation: Separation, recipe: Recipe, press: Profile) -> Separation:
    black = recipe.black_rule
    if black.mode == "pure":
        separation = Edited(separation, PureBlack(black.radius))
    if black.mode == "neutral":
        greys = separation.of(_GREYS)
        separation = Edited(separation, NeutralBlack.following(greys, press, black.radius))
    if recipe.max_ink is not None:
        separation = Edited(separation, InkLimit(recipe.max_ink, press, separation.of))
    if recipe.brands:
        separation = Edited(separation, BrandColours(recipe.brands))
    return separation


def _digest(**content: object) -> str:
    told = json.dumps({"algorithm": ALGORITHM, **content}, sort_keys=True)
    return sha256(told.encode()).hexdigest()
