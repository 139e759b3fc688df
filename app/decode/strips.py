"""A decoder's pixels, strip by strip, as they stand in the file.

A strip comes from one region of a sequential image: what has been read is forgotten, and a
gigapixel file never stands in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
import pyvips
from numpy.typing import NDArray

from app.base.errors import ImageBroken
from app.decode.samples import Paper, inks_of, to_rgbx
from lut.base.packing import INKS, Bytes

STRIP_BYTES: Final = 1 << 19
"""RGBX bytes decoded at once. Twice as many are no faster, and cost a stalled reader twice."""

WHITE: Final = {"uchar": 0xFF, "ushort": 0xFFFF}


class Strips(Protocol):
    """A picture as it stands in its file."""

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""

    def strips(self) -> Iterator[Bytes]:
        """RGBX, RGBA or CMYK, top to bottom: uint8 `[h, width, 4]`. Once.

        All pixels of a strip are at one distance. X is whatever it happens to be, the next
        pixel's red where the distance is three bytes.

        Raises:
            ImageBroken: the file turns out to be damaged or truncated.
        """


@dataclass(frozen=True)
class Stored:
    """A decoder's image.

    Attributes:
        image: libvips', sequential, uchar or ushort.
        is_inks: whether its samples are CMYK.
        paper: what alpha is flattened on; None keeps it.
    """

    image: Any
    is_inks: bool
    paper: Paper | None

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        return self.image.height, self.image.width

    def strips(self) -> Iterator[Bytes]:
        """See `Strips`."""
        image, white = self.image, _white_of(self.image)
        plain = image.format == "uchar" and image.bands in (1, 3)
        if plain:
            image = image.bandjoin([image, image, 255] if image.bands == 1 else 255)
        for samples in _fetched(image):
            yield samples if plain else self._converted(samples, white)

    def _converted(self, samples: NDArray[Any], white: int) -> Bytes:
        return inks_of(samples, white) if self.is_inks else to_rgbx(samples, white, self.paper)


def _fetched(image: Any) -> Iterator[NDArray[Any]]:
    # Asked once: each answer takes pyvips some microseconds under the interpreter's lock.
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
    """The largest sample; a decoder of 10 or 12 bits leaves the lowest bits of 16 empty."""
    white = WHITE[image.format]
    bits: int = field(image, "heif-bitdepth", 16)
    return white >> (16 - bits) << (16 - bits) if image.format == "ushort" else white


def field(image: Any, name: str, default: Any) -> Any:
    """A field of a decoder's header, or `default` where it has none."""
    return image.get(name) if image.get_typeof(name) else default


def broken(what: str, error: Any) -> ImageBroken:
    """A decoder's complaint, on one line, each sentence once."""
    lines = dict.fromkeys(line.strip() for line in error.detail.splitlines())
    told = "; ".join("".join(filter(str.isprintable, line)) for line in lines if line)
    return ImageBroken(f"{what} cannot be read to its end: {told[:200] or 'tiles are damaged'}")
