"""`Separation`: the pure function from colour to inks: a base, then rules in order.

`choose` makes the separation that a recipe asks for. A table holds the same function's results for
all 2²⁴ colours; a small picture can be separated without one, to the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final, Literal

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
from lut.separation.rules.rule import Rule

ALGORITHM: Final = 1
"""Version of the arithmetic: raise it whenever the same recipe gives other entries than before."""

CHUNK: Final = 1 << 20
"""Colours that a rule without a reach is given at once, to bound its memory."""

MANY_COLOURS: Final = 1 << 20
"""Pixels: to compute the colours of a smaller picture takes less time than to make a table."""

REMEMBERED: Final = 16
"""Separations that `choose` keeps; beyond that it forgets those asked for longest ago."""

LARGEST_REMEMBERED: Final = 1 << 20
"""Bytes of a source profile: `choose` keeps no separation with a larger one in memory."""

_GREYS: Final = (colours(0, LEVELS) * 0x010101).astype(PACKED)

Computed = Literal["trilinear", "exact"]


@dataclass(frozen=True)
class Trilinear:
    """A base: interpolation between the nodes of a condition's own grid."""

    grid: Grid
    precision: Computed = "trilinear"
    worth_a_table: int = 0

    @cached_property
    def digest(self) -> str:
        """Return SHA-256 over the grid's nodes."""
        return _digest(precision=self.precision, grid=self.grid.digest)

    def of(self, colours: Packed) -> Packed:
        """Return what `Grid.at` returns."""
        return self.grid.at(colours)

    def every(self) -> Packed:
        """Return what `Grid.expand` returns."""
        return self.grid.expand()


@dataclass(frozen=True)
class Exact:
    """A base: every colour through both profiles."""

    transform: Transform
    precision: Computed = "exact"
    worth_a_table: int = MANY_COLOURS

    @cached_property
    def digest(self) -> str:
        """Return SHA-256 over both profiles, the intent and black point compensation."""
        return _digest(
            precision=self.precision,
            source=self.transform.source.digest,
            press=self.transform.press.digest,
            intent=self.transform.intent,
            bpc=self.transform.bpc,
        )

    def of(self, colours: Packed) -> Packed:
        """Return what `Transform.of` returns."""
        return self.transform.of(colours)

    def every(self) -> Packed:
        """Return what `Transform.every` returns."""
        return self.transform.every()


@dataclass(frozen=True)
class Separation:
    """A function of 2²⁴ colours, compared by value.

    Attributes:
        base: what gives a colour its first inks.
        rules: what then changes them, one after another.
    """

    base: Trilinear | Exact
    rules: tuple[Rule, ...] = ()

    @property
    def precision(self) -> Computed:
        """Return how the base computes."""
        return self.base.precision

    @property
    def worth_a_table(self) -> int:
        """Return how many pixels a picture must have for a table to be made for it alone.

        Clients choose rules freely, so that a table with rules may never be used a second time.
        """
        return max(self.base.worth_a_table, MANY_COLOURS if self.rules else 0)

    @property
    def without_rules(self) -> "Separation":
        """Return the base as a separation."""
        return Separation(self.base)

    @cached_property
    def digest(self) -> str:
        """Return SHA-256 over all that decides the entries: content, not names."""
        digest = self.base.digest
        for rule in self.rules:
            # "step" and the nesting are part of the digests that name files in caches.
            digest = _digest(base=digest, step=rule.content())
        return digest

    def of(self, colours: Packed) -> Packed:
        """Return the entries of some packed colours, uint32 of the same shape."""
        flat = colours.reshape(-1)
        entries = self.base.of(flat)
        for rule in self.rules:
            entries = rule.apply(flat, entries)
        return entries.reshape(colours.shape)

    def every(self) -> Packed:
        """Return all entries by packed colour, uint32 `[2**24]`."""
        return self.apply_rules(self.base.every())

    def apply_rules(self, entries: Packed) -> Packed:
        """Return the base's entries, uint32 `[2**24]`, changed in place by every rule."""
        for rule in self.rules:
            _apply_to_all(rule, entries)
        return entries

    def followed_by(self, rule: Rule) -> "Separation":
        """Return this separation with one more rule at its end."""
        return Separation(self.base, (*self.rules, rule))


def choose(recipe: Recipe, conditions: Mapping[str, Condition]) -> Separation:
    """Return the separation that a recipe asks for; for the same recipe, mostly the same object.

    Raises:
        UnknownCondition: no condition has that name.
        RecipeError: `trilinear` is asked for where the condition ships no grid.
    """
    condition = conditions[recipe.condition]
    if len(recipe.profile.data) > LARGEST_REMEMBERED:
        return _choose.__wrapped__(recipe, condition)
    return _choose(recipe, condition)


@lru_cache(REMEMBERED)
def _choose(recipe: Recipe, condition: Condition) -> Separation:
    return _with_rules(Separation(_base(recipe, condition)), recipe, condition.profile)


def _base(recipe: Recipe, condition: Condition) -> Trilinear | Exact:
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


def _with_rules(separation: Separation, recipe: Recipe, press: Profile) -> Separation:
    """Return the separation with the recipe's rules, in the order black, ink limit, brand."""
    black = recipe.black_rule
    if black.mode == "pure":
        separation = separation.followed_by(PureBlack(black.radius))
    if black.mode == "neutral":
        greys = separation.of(_GREYS)
        separation = separation.followed_by(NeutralBlack.following(greys, press, black.radius))
    if recipe.max_ink is not None:
        # 240 and 240.0 make equal recipes, and must make one digest.
        limit = InkLimit(float(recipe.max_ink), press, separation)
        separation = separation.followed_by(limit)
    if recipe.brands:
        separation = separation.followed_by(BrandColours(recipe.brands))
    return separation


def _apply_to_all(rule: Rule, entries: Packed) -> None:
    """Change a whole table in place, only where the rule reaches."""
    reach = rule.reach()
    if reach is not None:
        entries[reach] = rule.apply(reach, entries[reach])
        return
    for start in range(0, len(entries), CHUNK):
        part = slice(start, start + CHUNK)
        entries[part] = rule.apply(colours(start, start + CHUNK), entries[part])


def _digest(**content: object) -> str:
    text = json.dumps({"algorithm": ALGORITHM, **content}, sort_keys=True)
    return sha256(text.encode()).hexdigest()
