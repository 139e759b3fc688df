"""A picture's pixels as libvips decodes them, strip by strip, in the order of the file.

Each strip comes from one region of a sequential image: libvips forgets what it has read, so that
a gigapixel file needs the memory of a few strips.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
import pyvips
from numpy.typing import NDArray

from app.decode.libvips import broken, field
from app.decode.samples import WHITE, Paper, inks_of, to_rgbx
from lut.base.packing import INKS, Bytes

STRIP_BYTES: Final = 1 << 19
"""RGBX bytes decoded at once. Twice as many are no faster, and cost a stalled client twice."""


class StoredPixels(Protocol):
    """A picture's pixels, in the order in which its file stores them."""

    def strips(self) -> Iterator[Bytes]:
        """Yield RGBX, RGBA or CMYK, top to bottom, once: uint8 `[h, width, 4]`.

        All pixels of a strip are at one distance. X has no meaning: where the distance is three
        bytes, it is the next pixel's red.

        Raises:
            ImageBroken: the file turns out to be damaged or truncated.
        """


@dataclass(frozen=True)
class DecodedPixels:
    """The pixels of a libvips image.

    Attributes:
        image: sequential, uchar or ushort.
        is_inks: whether its samples are CMYK.
        paper: R, G, B that alpha is flattened on; None keeps alpha.
    """

    image: Any
    is_inks: bool
    paper: Paper | None

    def strips(self) -> Iterator[Bytes]:
        """Yield strips; see `StoredPixels`."""
        image, white = self.image, _white_of(self.image)
        plain = image.format == "uchar" and image.bands in (1, 3)
        if plain:
            image = image.bandjoin([image, image, 255] if image.bands == 1 else 255)
        for samples in _fetched(image):
            yield samples if plain else self._converted(samples, white)

    def _converted(self, samples: NDArray[Any], white: int) -> Bytes:
        return inks_of(samples, white) if self.is_inks else to_rgbx(samples, white, self.paper)


def _fetched(image: Any) -> Iterator[NDArray[Any]]:
    # Read once: pyvips takes some microseconds for each, and holds the interpreter's lock.
    width, height, bands = image.width, image.height, image.bands
    rows = max(1, STRIP_BYTES // (width * INKS))
    dtype = np.uint8 if image.format == "uchar" else np.uint16
    try:
        region = pyvips.Region.new(image)
        for top in range(0, height, rows):
            count = min(rows, height - top)
            strip: NDArray[Any] = np.frombuffer(region.fetch(0, top, width, count), dtype)
            yield strip.reshape(count, width, bands)
    except pyvips.Error as error:
        raise broken("the image", error) from error


def _white_of(image: Any) -> int:
    """Return the largest sample; a decoder of 10 or 12 bits leaves the lowest bits of 16 empty."""
    white = WHITE[image.format]
    bits: int = field(image, "heif-bitdepth", 16)
    return white >> (16 - bits) << (16 - bits) if image.format == "ushort" else white
