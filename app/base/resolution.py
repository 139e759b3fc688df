"""Pixels per inch, from the source to the TIFF."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Self

_DENOMINATOR: Final = 10_000
"""The largest that a resolution may have: a finer one is rounded to it."""

_LARGEST: Final = 100_000
"""Pixels per inch. Numerators then fit TIFF's 32 bits; a larger resolution counts as unstated."""


@dataclass(frozen=True)
class Resolution:
    """Pixels per inch along each side, as the rationals of TIFF tags 282 and 283."""

    x: Fraction
    y: Fraction

    @classmethod
    def of_dpi(cls, x: float | Fraction, y: float | Fraction) -> Self | None:
        """Return it rounded to a ten-thousandth; None if a side is not within 1 … 100,000."""
        if not 1 <= x <= _LARGEST or not 1 <= y <= _LARGEST:
            return None
        return cls(_rational(x), _rational(y))

    def turned(self) -> Self:
        """Return the resolution after a rotation by 90°."""
        return type(self)(self.y, self.x)


def _rational(dpi: float | Fraction) -> Fraction:
    return Fraction(dpi).limit_denominator(_DENOMINATOR)


PRINT: Final = Resolution(Fraction(300), Fraction(300))
"""The resolution of a picture whose file states none."""
