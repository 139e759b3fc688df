"""`Recipe`: the options of a separation, parsed and validated in one place."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, get_args

from lut.base.errors import RecipeError
from lut.conditions.catalogue import DEFAULT
from lut.icc import source_profiles
from lut.icc.profiles import Profile
from lut.separation.rules.black import LARGEST_RADIUS
from lut.separation.rules.brand import Brand, check
from lut.separation.rules.ink_limit import LEAST, MOST

Precision = Literal["auto", "trilinear", "exact"]
Intent = Literal["relative", "perceptual", "saturation", "absolute"]
BlackMode = Literal["rich", "pure", "neutral"]
PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)
INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)
BLACKS: Final[tuple[BlackMode, ...]] = get_args(BlackMode)
INTENT: Final[Intent] = "relative"
"""What a condition's own grid is fitted for, with black point compensation."""

_BLACK: Final = re.compile(r"(?P<mode>[a-z]+)(?:~(?P<radius>\d{1,3}))?")


@dataclass(frozen=True)
class Black:
    """How black is made, and over how many levels that gives way to the separation."""

    mode: BlackMode
    radius: int = 0


@dataclass(frozen=True)
class Recipe:
    """What a picture is to become, and how.

    Attributes:
        condition: the name of a printing condition.
        source: the space of the picture: a shipped space's name or a profile.
        precision: `trilinear` from the condition's own grid, `exact` colour by colour, or
            `auto`: trilinear where the condition ships a grid for that source and intent,
            else exact.
        intent: rendering intent, as in ICC.
        bpc: black point compensation (ISO 18619); by default wherever it applies, which is
            not with the absolute intent.
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
    intent: Intent = INTENT
    bpc: bool | None = None
    black: str = "rich"
    max_ink: float | None = None
    brand: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _expect("precision", self.precision, PRECISIONS)
        _expect("intent", self.intent, INTENTS)
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
        """The source as a profile."""
        return source_profiles.named(self.source) if isinstance(self.source, str) else self.source

    @property
    def compensates(self) -> bool:
        """Whether the black point is compensated."""
        return self.intent != "absolute" if self.bpc is None else self.bpc

    @cached_property
    def black_rule(self) -> Black:
        """`black`, parsed.

        Raises:
            RecipeError: another form, mode or radius.
        """
        found = _BLACK.fullmatch(self.black)
        mode = next((mode for mode in BLACKS if found and mode == found["mode"]), None)
        radius = int(found["radius"] or 0) if found else 0
        if not found or mode is None or radius > LARGEST_RADIUS or (mode == "rich" and radius):
            raise RecipeError(
                "black must be rich, pure, neutral, or pure~N or neutral~N with "
                f"N up to {LARGEST_RADIUS}, got {self.black!r}"
            )
        return Black(mode, radius)

    @cached_property
    def brands(self) -> tuple[Brand, ...]:
        """`brand`, parsed.

        Raises:
            RecipeError: another form, or values out of range.
        """
        return tuple(Brand.parse(text) for text in self.brand)


def _expect(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise RecipeError(f"{name} must be one of {', '.join(choices)}, got {value!r}")
