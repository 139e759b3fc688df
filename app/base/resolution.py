"""Pixels per inch, from the source to the TIFF."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Self

_FINEST: Final = 10_000
_LARGEST: Final = 100_000


@dataclass(frozen=True)
class Resolution:
    """Pixels per inch along each side, as the rationals that the TIFF holds."""

    x: Fraction
    y: Fraction

    @classmethod
    def of_dpi(cls, x: float | Fraction, y: float | Fraction) -> Self | None:
        """To a ten-thousandth of a pixel, or None where it is nothing that can be printed."""
        if not 1 <= x <= _LARGEST or not 1 <= y <= _LARGEST:
            return None
        return cls(_rational(x), _rational(y))

    def turned(self) -> Self:
        """After a turn by 90°."""
        return type(self)(self.y, self.x)


def _rational(dpi: float | Fraction) -> Fraction:
    return Fraction(dpi).limit_denominator(_FINEST)


PRINT: Final = Resolution(Fraction(300), Fraction(300))
"""Where the source states none."""
