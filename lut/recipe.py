"""`Recipe`: the options of a separation, parsed and validated in one place."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from lut import sources
from lut.catalogue import DEFAULT
from lut.errors import RecipeError
from lut.profiles import Profile

Precision = Literal["auto", "trilinear", "exact"]
PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)
INTENT: Final = "relative"


@dataclass(frozen=True)
class Recipe:
    """What a picture is to become, and how.

    Attributes:
        condition: the name of a printing condition.
        source: the space of the picture: a shipped space's name or a profile.
        precision: `trilinear` from the condition's own grid, `exact` colour by colour, or
            `auto`: trilinear where the condition ships a grid for that source, else exact.

    Raises:
        RecipeError: the precision or the source's name is not among the choices.
        ProfileError: the source profile is neither RGB nor grey.
    """

    condition: str = DEFAULT
    source: str | Profile = "srgb"
    precision: Precision = "auto"

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise RecipeError(
                f"precision must be one of {', '.join(PRECISIONS)}, got {self.precision!r}"
            )
        if isinstance(self.source, str) and self.source not in sources.NAMES:
            raise RecipeError(
                f"source must be one of {', '.join(sources.NAMES)}, got {self.source!r}"
            )
        self.profile.expect_source()

    @property
    def profile(self) -> Profile:
        """The source as a profile."""
        return sources.named(self.source) if isinstance(self.source, str) else self.source
