"""The colours that a picture may have, and how many samples a pixel of each."""

from typing import Any, Final

from app.base.errors import ColourRefused
from app.base.options import Options
from app.decode.formats import Format
from app.decode.picture_header import Colour
from app.decode.samples import WHITE

COLOUR_BANDS: Final[dict[Colour, int]] = {"grey": 1, "RGB": 3, "CMYK": 4}
"""Samples of a pixel without alpha."""

_COLOURS: Final[dict[str, Colour]] = {
    "b-w": "grey",
    "grey16": "grey",
    "srgb": "RGB",
    "rgb": "RGB",
    "rgb16": "RGB",
    "cmyk": "CMYK",
}
"""By libvips' name of the interpretation."""
_BANDS: Final[dict[Colour, tuple[int, ...]]] = {"grey": (1, 2), "RGB": (3, 4), "CMYK": (4,)}


def colour_of(image: Any, format_: Format, options: Options) -> Colour:
    """Return a libvips image's colour.

    Raises:
        ColourRefused: it is neither grey nor RGB, or CMYK that the options do not keep; or its
            samples have neither 8 nor 16 bits.
    """
    colour = _COLOURS.get(image.interpretation)
    if colour is None or image.format not in WHITE or image.bands not in _BANDS[colour]:
        raise colour_refused(
            f"{format_.name} with {image.interpretation}, {image.bands} samples of type "
            f"{image.format}"
        )
    if colour == "CMYK" and options.cmyk == "refuse":
        raise colour_refused(f"{format_.name} with CMYK: cmyk=keep rewraps it as it is")
    return colour


def colour_refused(came: str) -> ColourRefused:
    """Return the error for a picture of other colours than are read."""
    return ColourRefused(f"expected RGB or grey of 8 or 16 bits, with or without alpha, got {came}")
