"""The resolution in a picture's EXIF, as the decoder shows its entries (Exif 3.0, §4.6.5.1.8)."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

_PER_INCH: Final = {"2": Fraction(1), "3": Fraction(254, 100)}


def dpi(entry: Callable[[str], str]) -> tuple[Fraction, Fraction] | None:
    """Pixels per inch along x and y, or None where they are not stated.

    Args:
        entry: the text of an entry of IFD 0, `value (explanation)`; empty where there is none.
    """
    unit = _PER_INCH.get(_value(entry("ResolutionUnit")))
    try:
        x, y = (Fraction(_value(entry(name))) for name in ("XResolution", "YResolution"))
    except (ValueError, ZeroDivisionError):
        return None
    return (x * unit, y * unit) if unit else None


def _value(text: str) -> str:
    return text.split(" ", 1)[0]
