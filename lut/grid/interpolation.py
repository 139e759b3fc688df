"""Trilinear interpolation between the nodes of a grid, in exact integers.

A sum over eight weighted corners equals interpolation along the three axes one after the other,
because a corner's weight is the product of its axes' weights. Each axis is then one matrix product
with `axis.WEIGHTS`, and a table is three of them. All terms are integers and all sums stay below
2⁵³, so that float64 products compute them exactly.

To round half up, `_doubled` adds half a level to every node and doubles all, to stay integer. The
sum is then odd and the divisor even: never a tie, and never nearer than 4·10⁻⁷ to a change of
level, so that one multiplication and a truncation round it exactly.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lut.base.packing import COLOURS, INKS, LEVELS, PACKED, Packed, pack, samples
from lut.grid.axis import NODES, STEP, WEIGHTS

UNIT: Final = 257
"""A node's units in one 8-bit level, so that 65535 units are 255 levels."""

DIVISOR: Final = 2 * UNIT * STEP**3
WHITE: Final = LEVELS - 1

Doubles = NDArray[np.float64]
Integers = NDArray[np.int64]


def expand(nodes: NDArray[np.int32]) -> Packed:
    """Return all 2²⁴ colours' packed entries, uint32 `[2**24]`, from nodes `[B, G, R, ink]`."""
    inks_first = np.ascontiguousarray(np.moveaxis(_doubled(nodes).astype(np.float64), -1, 0))
    entries = np.empty(COLOURS, PACKED)
    planes = entries.reshape(LEVELS, LEVELS, LEVELS)

    def fill(blues: range) -> None:
        sums = np.empty((INKS, LEVELS, LEVELS))
        for blue in blues:
            _interpolate(np.tensordot(inks_first, WEIGHTS[blue], (1, 0)), out=sums)
            _pack(sums, out=planes[blue])

    with ThreadPoolExecutor(2) as cores:
        list(cores.map(fill, (range(0, LEVELS, 2), range(1, LEVELS, 2))))
    return entries


def at(nodes: NDArray[np.int32], colours: Packed) -> Packed:
    """Return the entries of some packed colours, uint32 of the same shape."""
    doubled = _doubled(nodes)
    cells, fractions = np.divmod(_blue_green_red(colours), STEP)
    sums = np.zeros((*colours.shape, INKS), np.int64)
    for corner in np.ndindex(2, 2, 2):
        weight, place = _corner(corner, cells, fractions)
        sums += weight[..., None] * doubled[place]
    levels = np.clip(sums // DIVISOR, 0, WHITE).astype(np.uint8)
    return pack(levels)


def _doubled(nodes: NDArray[np.int32]) -> Integers:
    return 2 * nodes.astype(np.int64) + UNIT


def _interpolate(green_red: Doubles, out: Doubles) -> None:
    along_green = WEIGHTS @ green_red
    np.matmul(along_green.reshape(-1, NODES), WEIGHTS.T, out=out.reshape(-1, LEVELS))


def _pack(sums: Doubles, out: Packed) -> None:
    np.multiply(sums, 1 / DIVISOR, out=sums)
    np.clip(sums, 0, WHITE, out=sums)
    cyan, magenta, yellow, black = sums.astype(PACKED)
    np.copyto(out, black)
    for ink in (yellow, magenta, cyan):
        np.left_shift(out, 8, out=out)
        np.bitwise_or(out, ink, out=out)


def _blue_green_red(colours: Packed) -> Integers:
    red, green, blue, _ = np.moveaxis(samples(np.asarray(colours, order="C")), -1, 0)
    return np.stack([blue, green, red]).astype(np.int64)


def _corner(
    corner: tuple[int, ...], cells: Integers, fractions: Integers
) -> tuple[Integers, tuple[Integers, ...]]:
    weight = np.ones(cells.shape[1:], np.int64)
    place = []
    for upper, cell, fraction in zip(corner, cells, fractions, strict=True):
        weight *= fraction if upper else STEP - fraction
        place.append(np.minimum(cell + upper, NODES - 1))
    return weight, tuple(place)
