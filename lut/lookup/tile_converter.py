"""`TileConverter`: the hot loop. One lookup a pixel, nothing allocated."""

from typing import Final

import numpy as np

from lut.base.errors import BufferMismatch
from lut.base.packing import INKS, PACKED, Bytes, Packed
from lut.tables.order import places
from lut.tables.table import Table

TILE: Final = 1 << 17
"""Pixels at a time. Half as many are no faster alone, and a tenth slower where two threads hand the
interpreter's lock to each other twice as often; twice as many are no faster."""


class TileConverter:
    """Converts pixels by a table. One converter per thread: it owns a reused buffer.

    Args:
        table: the separation's memo.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._placed = table.placed
        self._index = np.empty(TILE, np.intp)

    def another(self) -> "TileConverter":
        """The same for another thread."""
        return TileConverter(self._table)

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Look every pixel up.

        Places are computed where the inks will be, and widened to pointers: `take` would copy
        any other index. None is out of bounds. `raise` would check them in a pass of its own into
        a buffer of its own; `wrap` never wraps, and its branches are foreseen, where `clip` makes
        every load wait: it is a third faster on photographs.

        Args:
            rgbx: uint8 `[..., 4]`, its pixels at one distance; the fourth byte is not looked at.
                At a distance of three bytes it is the next pixel's first: RGB, where it stands.
            out: C-contiguous, writeable uint8 of the same shape: C, M, Y, K.

        Raises:
            BufferMismatch: a buffer is not what is said above.
        """
        colours = pixels("rgbx", rgbx)
        inks = pixels("out", out)
        check_pair(rgbx, out)
        for start in range(0, colours.size, TILE):
            tile = slice(start, start + TILE)
            part = inks[tile]
            index = self._index[: part.size]
            np.copyto(index, places(colours[tile], part))
            self._placed.take(index, out=part, mode="wrap")


def pixels(name: str, buffer: Bytes) -> Packed:
    """A buffer's pixels as packed uint32 `[n]`, without a copy.

    Raises:
        BufferMismatch: not uint8 `[..., 4]` with its pixels at one distance.
    """
    try:
        if buffer.dtype == np.uint8 and buffer.shape[-1:] == (INKS,):
            return buffer.view(PACKED).reshape(-1, copy=False)
    except ValueError:  # it would have to be copied
        pass
    raise BufferMismatch(
        f"{name} must be uint8 [..., {INKS}], its pixels at one distance, got {buffer.dtype} "
        f"{list(buffer.shape)} with strides {buffer.strides}"
    )


def check_pair(rgbx: Bytes, out: Bytes) -> None:
    """Raises BufferMismatch unless `out` has the shape of `rgbx` and can be written in order."""
    if out.shape != rgbx.shape:
        raise BufferMismatch(f"out must be {list(rgbx.shape)}, as rgbx, got {list(out.shape)}")
    if not out.flags.c_contiguous:
        raise BufferMismatch(f"out must be C-contiguous, got strides {out.strides}")
    if not out.flags.writeable:
        raise BufferMismatch("out must be writeable, got a read-only array")
