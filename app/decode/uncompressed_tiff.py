"""An uncompressed RGB TIFF: its samples are in the file as they are, and need no decoder.

We read them from there, a few rows at once, however many rows the file's TIFF strips have. This
takes half the time of libvips, which copies each TIFF strip three times, and the memory of one
strip. libvips has judged the header before; where anything in it is unusual, libvips also decodes
the picture, and its error names what is wrong.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from typing import Any, Final

import numpy as np

from app.base.errors import ImageBroken
from app.base.tiff_tags import Tag
from app.decode.file_headers.tiff import TiffFacts
from app.decode.file_headers.tiff_directory import Directory
from app.decode.strips import STRIP_BYTES
from lut.base.packing import INKS, Bytes

RGB: Final = 3
ALL_ROWS: Final = 2**32 - 1
"""Rows of a TIFF strip where the file states none: all (TIFF 6.0, §8)."""

_USUAL: Final[dict[int, tuple[tuple[int, ...], ...]]] = {
    Tag.BITS_PER_SAMPLE: ((8, 8, 8),),
    Tag.COMPRESSION: ((1,),),
    Tag.PHOTOMETRIC_INTERPRETATION: ((2,),),
    Tag.FILL_ORDER: ((1,), ()),
    Tag.SAMPLES_PER_PIXEL: ((3,),),
    Tag.PLANAR_CONFIGURATION: ((1,), ()),
    Tag.RESOLUTION_UNIT: ((1,), (2,), (3,), ()),
    Tag.SAMPLE_FORMAT: ((1, 1, 1), (1,), ()),
}
"""Values of each tag with which a file is read here; `()` where the tag may be missing."""


@dataclass(frozen=True)
class UncompressedPixels:
    """The pixels of an uncompressed TIFF.

    Attributes:
        file: read by position; the caller who opened it closes it.
        shape: height and width.
        rows: of each TIFF strip; the last may have fewer.
        places: the byte of the file where each TIFF strip begins.
    """

    file: FileIO
    shape: tuple[int, int]
    rows: int
    places: tuple[int, ...]

    def strips(self) -> Iterator[Bytes]:
        """Yield strips; see `app.decode.strips.StoredPixels`. Each X is the next pixel's red."""
        height, width = self.shape
        rows = max(1, STRIP_BYTES // (width * INKS))
        for top in range(0, height, rows):
            count = min(rows, height - top)
            samples = np.empty(count * width * RGB + 1, np.uint8)
            samples[-1] = 0
            self._fill(samples[:-1].reshape(count, width * RGB), top)
            yield np.ndarray((count, width, INKS), np.uint8, samples, strides=(width * RGB, RGB, 1))

    def _fill(self, rows: Bytes, top: int) -> None:
        while len(rows):
            strip, row = divmod(top, self.rows)
            part = rows[: self.rows - row]
            self._read(part.reshape(-1).data, self.places[strip] + row * part.shape[1])
            rows, top = rows[len(part) :], top + len(part)

    def _read(self, into: memoryview, place: int) -> None:
        while into:
            count = os.preadv(self.file.fileno(), [into], place)
            if not count:
                raise ImageBroken(f"the TIFF ends at {place}, in the middle of its picture")
            into, place = into[count:], place + count


def uncompressed_pixels(file: FileIO, facts: TiffFacts, image: Any) -> UncompressedPixels | None:
    """Return a picture's pixels where they can be read without a decoder; None where not.

    Args:
        file: of any format.
        facts: what its directories state.
        image: libvips', of the same picture.
    """
    directory = facts.directory
    if directory is None or facts.tiled or not _is_usual(directory):
        return None
    width, height = (directory.number(tag, 0) for tag in (Tag.IMAGE_WIDTH, Tag.IMAGE_LENGTH))
    if (width, height, RGB, "uchar") != (image.width, image.height, image.bands, image.format):
        return None
    rows = min(directory.number(Tag.ROWS_PER_STRIP, ALL_ROWS), height)
    count = -(-height // rows) if rows else 0
    places = directory.numbers(Tag.STRIP_OFFSETS, count + 1)
    sizes = directory.numbers(Tag.STRIP_BYTE_COUNTS, count + 1)
    if not rows or not len(places) == len(sizes) == count:
        return None
    needed = [min(rows, height - top) * width * RGB for top in range(0, height, rows)]
    end = os.fstat(file.fileno()).st_size
    is_whole = all(
        size >= need and place + size <= end
        for place, size, need in zip(places, sizes, needed, strict=True)
    )
    return UncompressedPixels(file, (height, width), rows, places) if is_whole else None


def _is_usual(directory: Directory) -> bool:
    values = {tag: directory.numbers(tag, RGB + 1) for tag in _USUAL}
    return all(
        values[tag] in usual and bool(values[tag]) == (tag in directory)
        for tag, usual in _USUAL.items()
    )
