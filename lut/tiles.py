"""`TileConverter`: the hot loop. One lookup a pixel, nothing allocated."""

from typing import Final

import numpy as np

from lut.errors import BufferMismatch
from lut.packing import COLOUR_MASK, INKS, PACKED, Bytes
from lut.table import Table

TILE: Final = 1 << 16
"""Pixels at a time: index, input and output stay in the second-level cache."""


class TileConverter:
    """Converts pixels by a table. One converter per thread: it owns a reused buffer.

    Args:
        table: the separation's memo.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._entries = table.entries
        self._index = np.empty(TILE, np.intp)

    def another(self) -> "TileConverter":
        """The same for another thread."""
        return TileConverter(self._table)

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Look every pixel up.

        The index is as wide as a pointer: `take` would copy any other. It is masked, so that
        the fourth byte may be anything and no index is out of bounds. `raise` would check them
        in a pass of its own into a buffer of its own; `wrap` never wraps, and its branches are
        foreseen, where `clip` makes every load wait: it is a third faster on photographs.

        Args:
            rgbx: C-contiguous uint8 `[..., 4]`; the fourth byte is not looked at.
            out: C-contiguous, writeable uint8 of the same shape: C, M, Y, K.

        Raises:
            BufferMismatch: a buffer is not what is said above.
        """
        colours = pixels("rgbx", rgbx)
        inks = pixels("out", out)
        check_pair(rgbx, out)
        for start in range(0, colours.size, TILE):
            tile = slice(start, start + TILE)
            part = colours[tile]
            index = self._index[: part.size]
            np.bitwise_and(part, COLOUR_MASK, out=index)
            np.take(self._entries, index, out=inks[tile], mode="wrap")


def pixels(name: str, buffer: Bytes) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """A buffer's pixels as packed uint32 `[n]`, without a copy.

    Raises:
        BufferMismatch: not C-contiguous uint8 `[..., 4]`.
    """
    if buffer.dtype != np.uint8 or buffer.shape[-1:] != (INKS,) or not buffer.flags.c_contiguous:
        raise BufferMismatch(
            f"{name} must be C-contiguous uint8 [..., {INKS}], got {buffer.dtype} "
            f"{list(buffer.shape)} with strides {buffer.strides}"
        )
    return buffer.reshape(-1).view(PACKED)


def check_pair(rgbx: Bytes, out: Bytes) -> None:
    """Raises BufferMismatch unless `out` has the shape of `rgbx` and can be written."""
    if out.shape != rgbx.shape:
        raise BufferMismatch(f"out must be {list(rgbx.shape)}, as rgbx, got {list(out.shape)}")
    if not out.flags.writeable:
        raise BufferMismatch("out must be writeable, got a read-only array")
