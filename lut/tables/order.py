"""The order of a table's entries: colours that differ in lightness alone stand side by side.

Pixels next to each other differ in lightness more than in anything else. By packed colour, a cache
line of sixteen entries holds sixteen reds of one green and one blue; in this order it holds sixteen
steps of lightness of one tint. Photographs that have been JPEGs touch less than half as many lines,
others a few less; `python -m tests.benchmarks order` counts them.

The place of a colour is `colour·(1 − 2⁸) mod 2²⁴`. As `(1 − 2⁸)·(1 + 2⁸ + 2¹⁶) = 1 − 2²⁴`, one step
lighter, which is `colour + 2¹⁶ + 2⁸ + 1`, is one place on.
"""

from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from lut.base.chunks import in_chunks
from lut.base.packing import COLOUR_MASK, COLOURS, Packed

CHUNK: Final = 1 << 16
LIGHTER: Final = 1 + (1 << 8) + (1 << 16)
PLACE: Final = (1 - (1 << 8)) % COLOURS

Entry = TypeVar("Entry", bound=np.generic)


def places(colours: Packed, out: Packed | None = None) -> Packed:
    """Where the entries of some colours stand.

    Args:
        colours: uint32; what is above their 24 bits is not looked at.
        out: of the same shape, to be filled; may be `colours`.

    Returns:
        uint32 of the same shape, each below 2²⁴.
    """
    found: Packed = np.multiply(colours, PLACE, out)
    return np.bitwise_and(found, COLOUR_MASK, found)


def colours_at(places: Packed) -> Packed:
    """The colours whose entries stand there, uint32 of the same shape: the reverse of `places`."""
    return places * np.uint32(LIGHTER) & np.uint32(COLOUR_MASK)


def placed(entries: NDArray[Entry]) -> NDArray[Entry]:
    """Entries by packed colour, `[2**24]`, each put in its place: a copy."""
    return _every(entries, LIGHTER)


def by_colour(entries: NDArray[Entry]) -> NDArray[Entry]:
    """The reverse of `placed`."""
    return _every(entries, PLACE)


def _every(entries: NDArray[Entry], step: int) -> NDArray[Entry]:
    """Entry `i` is what stood at `i·step mod 2**24`."""
    moved = np.empty_like(entries)

    def fill(part: slice) -> None:
        wanted = np.arange(part.start, part.stop, dtype=np.intp) * step & COLOUR_MASK
        np.take(entries, wanted, out=moved[part], mode="wrap")

    in_chunks(fill, COLOURS, CHUNK)
    return moved
