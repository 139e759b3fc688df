"""`TileConverter`: the hot loop. One lookup a pixel, and no allocation."""

from typing import Final

import numpy as np

from lut.base.errors import BufferMismatch
from lut.base.packing import INKS, PACKED, Bytes, Packed
from lut.tables.order import places
from lut.tables.table import Table

TILE: Final = 1 << 17
"""Pixels at a time. Two threads with half as many are a tenth slower, because they hand the GIL to
each other twice as often; one thread is no faster with half or twice as many."""


class TileConverter:
    """A converter that looks pixels up in a table. One for each thread: it owns a reused buffer.

    Args:
        table: the separation's table.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._placed = table.placed
        self._index = np.empty(TILE, np.intp)

    def another(self) -> "TileConverter":
        """Return a converter with the same table for another thread."""
        return TileConverter(self._table)

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Look every pixel up and write its inks to `out`.

        Args:
            rgbx: uint8 `[..., 4]`, its pixels at one distance; the fourth byte does not matter.
                At a distance of three bytes, which is how RGB lies in memory, the fourth byte is
                the next pixel's first.
            out: C-contiguous, writeable uint8 of the same shape: C, M, Y, K.

        Raises:
            BufferMismatch: a buffer has another dtype, shape or layout.
        """
        colours = pixels("rgbx", rgbx)
        inks = pixels("out", out)
        check_pair(rgbx, out)
        for start in range(0, colours.size, TILE):
            tile = slice(start, start + TILE)
            part = inks[tile]
            # `part` holds the places until its inks overwrite them. They are widened to intp,
            # because `take` would copy an index of any other type.
            index = self._index[: part.size]
            np.copyto(index, places(colours[tile], part))
            # No place is out of bounds. `raise` would check them in a pass and a buffer of its own.
            # `wrap` never wraps; its branches are predicted, while `clip` makes every load wait:
            # a third slower on photographs.
            self._placed.take(index, out=part, mode="wrap")


def pixels(name: str, buffer: Bytes) -> Packed:
    """Return a buffer's pixels as packed uint32 `[n]`, without a copy.

    Raises:
        BufferMismatch: the buffer is not uint8 `[..., 4]` with its pixels at one distance.
    """
    try:
        if buffer.dtype == np.uint8 and buffer.shape[-1:] == (INKS,):
            return buffer.view(PACKED).reshape(-1, copy=False)
    except ValueError:  # NumPy would have to copy the buffer
        pass
    raise BufferMismatch(
        f"{name} must be uint8 [..., {INKS}], its pixels at one distance, got {buffer.dtype} "
        f"{list(buffer.shape)} with strides {buffer.strides}"
    )


def check_pair(rgbx: Bytes, out: Bytes) -> None:
    """Refuse an `out` of another shape than `rgbx`, or one that cannot be written in order.

    Raises:
        BufferMismatch: it is such an array.
    """
    if out.shape != rgbx.shape:
        raise BufferMismatch(f"out must be {list(rgbx.shape)}, as rgbx, got {list(out.shape)}")
    if not out.flags.c_contiguous:
        raise BufferMismatch(f"out must be C-contiguous, got strides {out.strides}")
    if not out.flags.writeable:
        raise BufferMismatch("out must be writeable, got a read-only array")
