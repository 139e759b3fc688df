"""`Grid`: the inks of 16 × 16 × 16 colours, and trilinear interpolation between them."""

from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from lut.base.errors import GridError
from lut.base.packing import INKS, Packed, cube
from lut.grid import fitting, grid_file, interpolation
from lut.grid.axis import NODES, STEP
from lut.grid.interpolation import UNIT

SHAPE: Final = (NODES, NODES, NODES, INKS)
LIMIT: Final = 1 << 20
"""Units of 1/257 level: nodes lie within ±2²⁰, beyond any ink, and float64 sums stay exact."""


class Grid:
    """Sixteen nodes along each of R, G and B; grids are equal if their nodes are.

    Args:
        nodes: int32 `[16, 16, 16, 4]`, axes B, G, R, ink, in units of 1/257 of an 8-bit level
            (255 levels are 65535 units). A fitted node may lie outside 0 … 65535; the value
            is clamped once, after interpolation.

    Attributes:
        nodes: a read-only copy.

    Raises:
        GridError: the nodes have another shape or dtype, or lie beyond ±2²⁰.
    """

    def __init__(self, nodes: NDArray[Any]) -> None:
        if nodes.shape != SHAPE or nodes.dtype != np.int32:
            raise GridError(
                f"grid nodes must be int32 {list(SHAPE)}, got {nodes.dtype} {list(nodes.shape)}"
            )
        if nodes.min() < -LIMIT or nodes.max() > LIMIT:
            raise GridError(
                f"grid nodes must lie within ±{LIMIT}, got {nodes.min()} … {nodes.max()}"
            )
        self.nodes: NDArray[np.int32] = np.array(nodes, order="C")
        self.nodes.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grid) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """Return SHA-256 of the nodes as little-endian int32, in hexadecimal."""
        return sha256(self.nodes.astype("<i4").tobytes()).hexdigest()

    def expand(self) -> Packed:
        """Return the entries of all 2²⁴ colours, uint32 `[2**24]`, rounded half up and clamped."""
        return interpolation.expand(self.nodes)

    def at(self, colours: Packed) -> Packed:
        """Return the entries of some packed colours, of the same shape: `expand()[colours]`."""
        return interpolation.at(self.nodes, colours)

    @classmethod
    def fit(cls, entries: Packed) -> Self:
        """Return the least-squares grid of a whole table; its white node is the table's white.

        Args:
            entries: packed, uint32 `[2**24]`.

        Raises:
            BufferMismatch: another shape or dtype.
        """
        return cls(_nodes(fitting.least_squares(cube(entries))))

    @classmethod
    def sample(cls, entries: Packed) -> Self:
        """Return the grid whose nodes are the table's own entries, as in a plain 16³ table."""
        return cls(_nodes(cube(entries)[::STEP, ::STEP, ::STEP]))

    def save(self, path: Path) -> None:
        """Write the grid as `.npz`; equal grids give the same bytes."""
        grid_file.save(path, self.nodes, self.digest)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            GridError: the file is missing, truncated or too large, or its version, shape, dtype or
                digest is not the one expected.
        """
        nodes, digest = grid_file.load(path)
        try:
            grid = cls(nodes)
        except GridError as error:
            raise GridError(f"{path}: {error}") from error
        if grid.digest != digest:
            raise GridError(
                f"{path}: the digest must be {grid.digest}, that of the nodes, got {digest}"
            )
        return grid


def _nodes(levels: NDArray[Any]) -> NDArray[np.int32]:
    return np.rint(levels * float(UNIT)).astype(np.int32)
