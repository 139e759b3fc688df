"""An uncompressed RGB TIFF: its samples stand in the file as they are, and need no decoder.

They are read from there, a few rows at once whatever the file's own strips are. It takes half the
time that libvips takes, which copies each strip of the file three times, and one strip of memory;
libvips has judged the header before. Of anything that is in the least unusual it decodes the rest
too, and says what is wrong with it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from typing import Any, Final

import numpy as np

from app.base.errors import ImageBroken
from app.decode.file_headers.tiff import Peeked
from app.decode.file_headers.tiff_directory import Directory
from app.decode.strips import STRIP_BYTES
from lut.base.packing import INKS, Bytes

RGB: Final = 3
WHOLE: Final = 2**32 - 1
"""Rows of a strip where none are stated (TIFF 6.0, §8)."""

_USUAL: Final[dict[int, tuple[tuple[int, ...], ...]]] = {
    258: ((8, 8, 8),),
    259: ((1,),),
    262: ((2,),),
    266: ((1,), ()),
    277: ((3,),),
    284: ((1,), ()),
    296: ((1,), (2,), (3,), ()),
    339: ((1, 1, 1), (1,), ()),
}
"""What is taken: bits, compression, photometric interpretation, fill order, samples, planes, unit
of resolution, sample format; nothing is their default."""
_WIDTH, _HEIGHT = 256, 257
_OFFSETS, _ROWS, _SIZES = 273, 278, 279


@dataclass(frozen=True)
class Bare:
    """Rows that stand in a file as they are.

    Attributes:
        file: read by position; whoever opened it closes it.
        shape: height and width.
        rows: of each of the file's strips, the last may have fewer.
        places: where each of them begins.
    """

    file: FileIO
    shape: tuple[int, int]
    rows: int
    places: tuple[int, ...]

    def strips(self) -> Iterator[Bytes]:
        """See `app.decode.strips.Strips`. Each X is the next pixel's red: nothing is moved."""
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


def bare(file: FileIO, peeked: Peeked, image: Any) -> Bare | None:
    """A picture's own samples, where they can be read without a decoder.

    Args:
        file: of any format.
        peeked: what its directories state.
        image: as libvips has judged it.
    """
    directory = peeked.directory
    if directory is None or peeked.tiled or not _is_usual(directory):
        return None
    width, height = directory.number(_WIDTH, 0), directory.number(_HEIGHT, 0)
    if (width, height, RGB, "uchar") != (image.width, image.height, image.bands, image.format):
        return None
    rows = min(directory.number(_ROWS, WHOLE), height)
    count = -(-height // rows) if rows else 0
    places, sizes = (directory.numbers(tag, count + 1) for tag in (_OFFSETS, _SIZES))
    if not rows or not len(places) == len(sizes) == count:
        return None
    needed = [min(rows, height - top) * width * RGB for top in range(0, height, rows)]
    end = os.fstat(file.fileno()).st_size
    is_whole = all(
        size >= need and place + size <= end
        for place, size, need in zip(places, sizes, needed, strict=True)
    )
    return Bare(file, (height, width), rows, places) if is_whole else None


def _is_usual(directory: Directory) -> bool:
    values = {tag: directory.numbers(tag, RGB + 1) for tag in _USUAL}
    return all(
        values[tag] in usual and bool(values[tag]) == (tag in directory)
        for tag, usual in _USUAL.items()
    )
