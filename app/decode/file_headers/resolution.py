"""A picture's resolution, as its file states it."""

from typing import Any, Final

from app.base.resolution import Resolution
from app.decode.file_headers import exif
from app.decode.libvips import field

MM_PER_INCH: Final = 25.4
UNTOUCHED: Final = 1.0
"""Pixels per millimetre of an image whose decoder has set none."""


def resolution_of(image: Any) -> Resolution | None:
    """Return a libvips image's resolution, or None where its file states none.

    libvips invents one where the file states none, but then sets no unit. It does not read the
    resolution from the EXIF of every format: where its own is still the one that every image
    begins with, the EXIF's is taken.
    """
    if not image.get_typeof("resolution-unit"):
        return None
    if image.xres == image.yres == UNTOUCHED:
        stated = exif.dpi(lambda name: field(image, name, ""))
        return Resolution.of_dpi(*stated) if stated else None
    return Resolution.of_dpi(image.xres * MM_PER_INCH, image.yres * MM_PER_INCH)
