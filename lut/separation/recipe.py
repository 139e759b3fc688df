"""`Recipe`: the options of a separation, parsed and validated in one place."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, get_args

from lut.base.errors import RecipeError
from lut.conditions.catalogue import DEFAULT
from lut.conditions.condition import GRID_INTENT
from lut.icc import source_profiles
from lut.icc.profiles import Profile
from lut.icc.transform import INTENTS, Intent
from lut.separation.rules.black import LARGEST_RADIUS
from lut.separation.rules.brand import Brand, check
from lut.separation.rules.ink_limit import LEAST, MOST

Precision = Literal["auto", "trilinear", "exact"]
BlackMode = Literal["rich", "pure", "neutral"]
PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)
BLACKS: Final[tuple[BlackMode, ...]] = get_args(BlackMode)

_BLACK: Final = re.compile(r"(?P<mode>[a-z]+)(?:~(?P<radius>\d{1,3}))?")


@dataclass(frozen=True)
class Black:
    """The parsed option `black`: a mode, and over how many levels it gives way to `rich`."""

    mode: BlackMode
    radius: int = 0


@dataclass(frozen=True)
class Recipe:
    """The options that decide a separation; hashable, compared by value.

    Attributes:
        condition: the name of a printing condition.
        source: the picture's colour space: a shipped space's name or a profile.
        precision: `trilinear` from the condition's own grid, `exact` colour by colour, or
            `auto`: trilinear where the condition ships a grid for that source and intent,
            else exact.
        intent: the ICC rendering intent.
        bpc: black point compensation (ISO 18619); by default on, but not with the absolute
            intent, where it does not apply.
        black: `rich` as the profile says, `pure` or `neutral`, these with an optional radius
            in levels, `neutral~6`.
        max_ink: the most ink of any colour, C + M + Y + K in percent, 150 … 400.
        brand: brand colours, `E30613:0,100,100,0`, with an optional tolerance `~3`.

    Raises:
        RecipeError: an option is not among the choices, or two contradict each other.
        ProfileError: the source profile is neither RGB nor grey.
    """

    condition: str = DEFAULT
    source: str | Profile = "srgb"
    precision: Precision = "auto"
    intent: Intent = GRID_INTENT
    bpc: bool | None = None
    black: str = "rich"
    max_ink: float | None = None
    brand: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _expect("precision", self.precision, PRECISIONS)
        _expect("intent", self.intent, tuple(INTENTS))
        if isinstance(self.source, str):
            _expect("source", self.source, source_profiles.NAMES)
        self.profile.expect_source()
        if self.bpc and self.intent == "absolute":
            raise RecipeError("bpc does not apply to intent absolute: leave it out, or off")
        if self.max_ink is not None and not LEAST <= self.max_ink <= MOST:
            raise RecipeError(f"max_ink must be {LEAST} … {MOST} percent, got {self.max_ink:g}")
        _ = self.black_rule
        check(self.brands, self.max_ink)

    @property
    def profile(self) -> Profile:
        """Return the source as a profile."""
        return source_profiles.named(self.source) if isinstance(self.source, str) else self.source

    @property
    def compensates(self) -> bool:
        """Return whether the black point is compensated."""
        return self.intent != "absolute" if self.bpc is None else self.bpc

    @cached_property
    def black_rule(self) -> Black:
        """Return `black`, parsed.

        Raises:
            RecipeError: `black` has another form, mode or radius.
        """
        match = _BLACK.fullmatch(self.black)
        mode = next((mode for mode in BLACKS if match and mode == match["mode"]), None)
        radius = int(match["radius"] or 0) if match else 0
        if not match or mode is None or radius > LARGEST_RADIUS or (mode == "rich" and radius):
            raise RecipeError(
                "black must be rich, pure, neutral, or pure~N or neutral~N with "
                f"N up to {LARGEST_RADIUS}, got {self.black!r}"
            )
        return Black(mode, radius)

    @cached_property
    def brands(self) -> tuple[Brand, ...]:
        """Return `brand`, parsed.

        Raises:
            RecipeError: a brand colour has another form, or values out of range.
        """
        return tuple(Brand.parse(text) for text in self.brand)


def _expect(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise RecipeError(f"{name} must be one of {', '.join(choices)}, got {value!r}")
