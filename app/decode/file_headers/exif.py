"""What a picture's EXIF says of resolution and colour, as the decoder shows its entries.

An entry reads `value (explanation)`; Exif 3.0, §4.6.5.1.8 (resolution), §4.6.6.2.1 (colour).
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

Entry = Callable[[str], str]
"""The text of an entry by its name; empty where there is none."""

UNCALIBRATED: Final = "65535"
_PER_INCH: Final = {"2": Fraction(1), "3": Fraction(254, 100)}


def dpi(entry: Entry) -> tuple[Fraction, Fraction] | None:
    """Pixels per inch along x and y, or None where they are not stated."""
    unit = _PER_INCH.get(_value(entry("exif-ifd0-ResolutionUnit")))
    try:
        x, y = (Fraction(_value(entry(f"exif-ifd0-{side}Resolution"))) for side in "XY")
    except (ValueError, ZeroDivisionError):
        return None
    return (x * unit, y * unit) if unit else None


def is_adobe_rgb(entry: Entry) -> bool:
    """Whether it has the mark that cameras set for Adobe RGB (DCF 2.0, §3.2.3: R03)."""
    return (
        _value(entry("exif-ifd2-ColorSpace")) in (UNCALIBRATED, "Uncalibrated")
        and _value(entry("exif-ifd4-InteroperabilityIndex")) == "R03"
    )


def _value(text: str) -> str:
    return text.split(" ", 1)[0]
