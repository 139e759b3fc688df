"""The fitted grid is the least-squares grid, which the gradient of each node proves."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from lut.base.packing import Bytes, Packed, cube
from lut.grid.fitting import least_squares

Doubles = NDArray[np.float64]
Node = tuple[int, int, int]

WHITE: Node = (15, 15, 15)
CORNERS: list[Node] = list(product((0, 15), (0, 15), (0, 15)))
SOME: list[Node] = [(0, 3, 7), (14, 15, 15), (14, 14, 14), (8, 8, 8), (15, 2, 11), (1, 1, 0)]


@pytest.fixture(scope="module")
def noise() -> Bytes:
    """Return a table that no grid fits well, white least of all."""
    return np.random.default_rng(3).integers(0, 256, (256, 256, 256, 4), np.uint8)


@pytest.fixture(scope="module")
def noise_nodes(noise: Bytes) -> Doubles:
    return least_squares(noise)


def gradient(nodes: Doubles, levels: Bytes, node: Node) -> Doubles:
    """Return half the derivative of each ink's summed squared error by one node."""
    codes = [np.arange(max(0, 17 * n - 16), min(256, 17 * n + 17)) for n in node]
    hats = [1 - abs(c - 17 * n) / 17 for c, n in zip(codes, node, strict=True)]
    found = nodes
    for axis in range(3):
        found = np.apply_along_axis(_interpolated, axis, found, codes[axis])
    miss = found - levels[np.ix_(*codes)]
    change: Doubles = np.einsum("bgri,b,g,r->i", miss, *hats)
    return change


def _interpolated(values: Doubles, codes: NDArray[np.int64]) -> Doubles:
    return np.interp(codes, np.arange(0, 256, 17), values)


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("node", [n for n in CORNERS + SOME if n != WHITE])
def test_no_node_but_white_could_be_better(noise: Bytes, noise_nodes: Doubles, node: Node) -> None:
    assert np.abs(gradient(noise_nodes, noise, node)).max() < 1e-6


@pytest.mark.load  # computes for all 2²⁴ colours
def test_only_the_pin_keeps_white_from_its_optimum(noise: Bytes, noise_nodes: Doubles) -> None:
    assert np.abs(gradient(noise_nodes, noise, WHITE)).min() > 1


@pytest.mark.load  # computes for all 2²⁴ colours
def test_white_is_pinned(noise: Bytes, noise_nodes: Doubles) -> None:
    assert noise_nodes[WHITE] == pytest.approx(noise[-1, -1, -1], abs=1e-9)


@pytest.mark.load  # computes for all 2²⁴ colours
def test_a_presss_table_is_fitted_to_the_optimum(exact: Packed) -> None:
    levels = cube(exact)
    nodes = least_squares(levels)
    for node in CORNERS[:-1] + SOME:
        assert np.abs(gradient(nodes, levels, node)).max() < 1e-6


@pytest.mark.load  # computes for all 2²⁴ colours
def test_a_table_that_is_a_line_is_fitted_without_error() -> None:
    codes = np.arange(256, dtype=np.uint8)
    levels = np.broadcast_to(codes[:, None, None, None], (256, 256, 256, 4))
    line = np.broadcast_to(17.0 * np.arange(16)[:, None, None, None], (16, 16, 16, 4))
    assert least_squares(levels) == pytest.approx(line, abs=1e-9)
