"""Pictures reduced for viewing: by the decoder itself, where it can."""

from collections.abc import Callable
from typing import Any, Final

from app.decode.formats import JPEG, WEBP, Format
from app.decode.samples import WHITE

SHRINKS: Final = (8, 4, 2)
"""Factors by which a JPEG's decoder can reduce (ITU-T T.81 has blocks of 8 × 8)."""

Reload = Callable[..., Any]


def reduced(image: Any, size: int, format_: Format, reload: Reload) -> Any:
    """Return an image whose longer side has at most `size` pixels; never enlarged.

    Args:
        image: libvips', sequential; no pixel of it has been read.
        size: pixels.
        format_: of its file.
        reload: loads the file again, with options of its loader.
    """
    factor = max(image.width, image.height) / size
    if factor <= 1:
        return image
    width, height = (max(1, round(side / factor)) for side in (image.width, image.height))
    smaller = _by_decoder(image, factor, format_, reload)
    scales = width / smaller.width, height / smaller.height
    if not smaller.hasalpha():
        return smaller.resize(scales[0], vscale=scales[1])
    white = WHITE.get(smaller.format, 1)
    veiled = smaller.premultiply(max_alpha=white).resize(scales[0], vscale=scales[1])
    return veiled.unpremultiply(max_alpha=white).rint().cast(smaller.format)


def _by_decoder(image: Any, factor: float, format_: Format, reload: Reload) -> Any:
    shrink = next((shrink for shrink in SHRINKS if shrink <= factor), 1)
    if shrink == 1 or format_ not in (JPEG, WEBP):
        return image
    return reload(shrink=shrink) if format_ is JPEG else reload(scale=1 / shrink)
