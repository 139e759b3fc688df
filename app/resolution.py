"""Pixels per inch, from the source to the TIFF."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Self

MM_PER_INCH: Final = 25.4
UNSTATED: Final = 1.0
"""libvips' pixels per millimetre where a file states none."""

_FINEST: Final = 10_000
_LARGEST: Final = 100_000


@dataclass(frozen=True)
class Resolution:
    """Pixels per inch along each side, as the rationals that the TIFF holds."""

    x: Fraction
    y: Fraction

    @classmethod
    def of_dpi(cls, dpi: float) -> Self:
        """The same along both sides."""
        return cls(_rational(dpi), _rational(dpi))

    @classmethod
    def of_source(cls, x_per_mm: float, y_per_mm: float) -> Self | None:
        """What a file states, or None where it states nothing that can be printed."""
        if x_per_mm == y_per_mm == UNSTATED:
            return None
        dpi = (x_per_mm * MM_PER_INCH, y_per_mm * MM_PER_INCH)
        if not all(1 <= value <= _LARGEST for value in dpi):
            return None
        return cls(*(_rational(value) for value in dpi))

    def turned(self) -> Self:
        """After a turn by 90°."""
        return type(self)(self.y, self.x)


def _rational(dpi: float) -> Fraction:
    return Fraction(dpi).limit_denominator(_FINEST)


PRINT: Final = Resolution.of_dpi(300)
"""Where the source states none."""
