"""The order of a table's entries: colours that differ in lightness alone are neighbours.

Pixels next to each other differ in lightness more than in anything else. By packed colour, a cache
line of sixteen entries holds sixteen reds of one green and one blue; in this order it holds sixteen
steps of lightness of one tint. Photographs that have been JPEGs touch less than half as many lines,
others a few less; `python -m tests.benchmarks order` counts the lines.

The place of a colour is `colour·(1 − 2⁸) mod 2²⁴`. As `(1 − 2⁸)·(1 + 2⁸ + 2¹⁶) = 1 − 2²⁴`, one step
lighter, which is `colour + 2¹⁶ + 2⁸ + 1`, is one place on.
"""

from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from lut.base.chunks import in_chunks
from lut.base.packing import COLOUR_MASK, COLOURS, Packed

CHUNK: Final = 1 << 16
"""Entries that a thread moves at a time."""

LIGHTER: Final = 1 + (1 << 8) + (1 << 16)
"""What is added to a packed colour to make it one step lighter: 1 to each of R, G and B."""

PLACE: Final = (1 - (1 << 8)) % COLOURS
"""The factor from a packed colour to its place, the inverse of `LIGHTER` modulo 2²⁴."""

Value = TypeVar("Value", bound=np.generic)


def places(colours: Packed, out: Packed | None = None) -> Packed:
    """Return the places of some colours' entries.

    Args:
        colours: uint32; their upper 8 bits do not matter.
        out: an array of the same shape for the result; may be `colours` itself.

    Returns:
        uint32 of the same shape, each below 2²⁴.
    """
    product: Packed = np.multiply(colours, PLACE, out)
    return np.bitwise_and(product, COLOUR_MASK, product)


def colours_at(places: Packed) -> Packed:
    """Return the colours of some places, uint32 of the same shape: the reverse of `places`."""
    return places * np.uint32(LIGHTER) & np.uint32(COLOUR_MASK)


def placed(entries: NDArray[Value]) -> NDArray[Value]:
    """Return a copy of entries by packed colour, `[2**24]`, each in its place."""
    return _moved(entries, LIGHTER)


def by_colour(entries: NDArray[Value]) -> NDArray[Value]:
    """Return a copy of entries in their places, `[2**24]`, by packed colour."""
    return _moved(entries, PLACE)


def _moved(entries: NDArray[Value], stride: int) -> NDArray[Value]:
    """Return a copy whose entry `i` is entry `i·stride mod 2**24`."""
    moved = np.empty_like(entries)

    def fill(part: slice) -> None:
        origins = np.arange(part.start, part.stop, dtype=np.intp) * stride & COLOUR_MASK
        np.take(entries, origins, out=moved[part], mode="wrap")

    in_chunks(fill, COLOURS, CHUNK)
    return moved
