"""What a picture's EXIF says of resolution and colour, as libvips shows its tags.

A tag's text is `value (explanation)`; Exif 3.0, §4.6.5.1.8 (resolution), §4.6.6.2.1 (colour).
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

ReadTag = Callable[[str], str]
"""Returns the text of a tag by libvips' name of it; empty where there is none."""

UNCALIBRATED: Final = "65535"
_PER_INCH: Final = {"2": Fraction(1), "3": Fraction(254, 100)}


def dpi(read: ReadTag) -> tuple[Fraction, Fraction] | None:
    """Return pixels per inch along x and y, or None where the EXIF states none."""
    unit = _PER_INCH.get(_value(read("exif-ifd0-ResolutionUnit")))
    try:
        x, y = (Fraction(_value(read(f"exif-ifd0-{side}Resolution"))) for side in "XY")
    except (ValueError, ZeroDivisionError):
        return None
    return (x * unit, y * unit) if unit else None


def is_adobe_rgb(read: ReadTag) -> bool:
    """Return whether it has the mark that cameras set for Adobe RGB (DCF 2.0, §3.2.3: R03)."""
    return (
        _value(read("exif-ifd2-ColorSpace")) in (UNCALIBRATED, "Uncalibrated")
        and _value(read("exif-ifd4-InteroperabilityIndex")) == "R03"
    )


def _value(text: str) -> str:
    return text.split(" ", 1)[0]
