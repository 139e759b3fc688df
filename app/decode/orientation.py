"""Orientation: a stored picture turned upright (Exif 3.0, §4.6.5.1.6)."""

from collections.abc import Callable, Iterator
from typing import IO, Any, Final

import numpy as np

from app.decode.libvips import field
from lut.base.packing import INKS, PACKED, Bytes, Packed, pack, samples

UPRIGHT: Final = 1
MIRRORED: Final = 2
BAND_BYTES: Final = 8 << 20
"""Bytes of a turned picture that are gathered at once: enough rows that the spool is not read byte
by byte."""

_TURNS: Final[dict[int, Callable[[Packed], Packed]]] = {
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.swapaxes(0, 1),
    6: lambda stored: stored[::-1].swapaxes(0, 1),
    7: lambda stored: stored[::-1, ::-1].swapaxes(0, 1),
    8: lambda stored: stored[:, ::-1].swapaxes(0, 1),
}


def orientation_of(image: Any) -> int:
    """Return a libvips image's orientation, 1 … 8; upright where its file states no such number."""
    orientation: int = field(image, "orientation", UPRIGHT)
    return orientation if orientation in range(1, 9) else UPRIGHT


def swaps_sides(orientation: int) -> bool:
    """Return whether width and height change places."""
    return orientation >= 5


def upright(
    strips: Iterator[Bytes], orientation: int, shape: tuple[int, int], spool: IO[bytes]
) -> Iterator[Bytes]:
    """Yield the strips of the upright picture.

    A mirrored picture is mirrored strip by strip; any other turn needs the last stored row
    first, or every row at once, and goes through a spool file.

    Args:
        strips: of the stored picture; see `app.decode.strips.StoredPixels`.
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
