"""EXIF orientation: a stored picture turned the way it is looked at (Exif 3.0, §4.6.5.1.6)."""

from collections.abc import Callable, Iterator
from typing import IO, Final

import numpy as np

from lut.base.packing import INKS, PACKED, Bytes, Packed, pack, samples

UPRIGHT: Final = 1
MIRRORED: Final = 2
BAND_BYTES: Final = 8 << 20
"""What is gathered at once: wide enough that a turned picture is not read byte by byte."""

_TURNS: Final[dict[int, Callable[[Packed], Packed]]] = {
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.swapaxes(0, 1),
    6: lambda stored: stored[::-1].swapaxes(0, 1),
    7: lambda stored: stored[::-1, ::-1].swapaxes(0, 1),
    8: lambda stored: stored[:, ::-1].swapaxes(0, 1),
}


def swaps_sides(orientation: int) -> bool:
    """Whether width and height change places."""
    return orientation >= 5


def upright(
    strips: Iterator[Bytes], orientation: int, shape: tuple[int, int], spool: IO[bytes]
) -> Iterator[Bytes]:
    """The strips of the picture as it is looked at.

    A mirrored picture is mirrored strip by strip; any other turn needs the last stored row
    first or every row at once, and goes through a spool file.

    Args:
        strips: the stored picture, as `app.decode.strips.Strips` has them.
        orientation: 1 … 8.
        shape: height and width as stored.
        spool: an empty file, for turns.
    """
    if orientation == UPRIGHT:
        yield from strips
    elif orientation == MIRRORED:
        for strip in strips:
            yield samples(pack(strip[:, ::-1]))
    else:
        for strip in strips:
            spool.write(pack(strip).data)
        spool.flush()
        stored = np.memmap(spool, PACKED, "r", shape=shape)
        yield from _bands(_TURNS[orientation](stored))


def _bands(turned: Packed) -> Iterator[Bytes]:
    rows = max(1, BAND_BYTES // (turned.shape[1] * INKS))
    for top in range(0, len(turned), rows):
        yield samples(np.ascontiguousarray(turned[top : top + rows]))
