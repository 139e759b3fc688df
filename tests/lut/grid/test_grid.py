import struct
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from lut import BufferMismatch, Conditions, Grid, GridError
from lut.base.packing import Bytes, Packed, cube
from lut.grid.grid import LIMIT, SHAPE
from tests.lut.oracles import trilinear_planes
from tests.lut.specimens import random_grid, smooth_nodes

ZEROS = np.zeros(SHAPE, np.int32)


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_a_shipped_grid_expands_to_the_exact_trilinear_sum(shipped: Conditions, name: str) -> None:
    found = cube(shipped[name].grid.expand())
    for blue, wanted in enumerate(trilinear_planes(shipped[name].grid.nodes)):
        assert np.array_equal(found[blue], wanted), f"blue {blue}"


@given(
    hnp.arrays(
        np.uint32, hnp.array_shapes(max_dims=3, max_side=9), elements=st.integers(0, 2**24 - 1)
    )
)
@settings(deadline=None)
def test_at_is_expand_at_those_colours(
    shipped: Conditions, expanded: Packed, colours: Packed
) -> None:
    found = shipped["iso-coated-v2-300"].grid.at(colours)
    assert np.array_equal(found, expanded[colours])


@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_white_takes_no_ink(shipped: Conditions, name: str) -> None:
    assert shipped[name].grid.at(np.array([0xFFFFFF], np.uint32)).tolist() == [0]


@pytest.mark.parametrize(
    ("nodes", "text"),
    [
        (ZEROS[:15], r"int32 \[15, 16, 16, 4\]"),
        (ZEROS[..., :3], r"int32 \[16, 16, 16, 3\]"),
        (ZEROS.astype(np.int64), r"int64 \[16, 16, 16, 4\]"),
        (ZEROS.astype(">i4"), r">i4 \[16, 16, 16, 4\]"),
        (ZEROS + np.int32(LIMIT + 1), "1048577 … 1048577"),
        (ZEROS - np.int32(LIMIT + 1), "-1048577 … -1048577"),
    ],
)
def test_other_nodes_are_refused(nodes: NDArray[np.int32], text: str) -> None:
    with pytest.raises(GridError, match=f"grid nodes must .*got {text}"):
        Grid(nodes)


@pytest.mark.parametrize("unit", [-LIMIT, LIMIT])
def test_nodes_may_lie_at_the_limit(unit: int) -> None:
    assert Grid(ZEROS + np.int32(unit)).nodes[3, 2, 1, 0] == unit


def test_a_grid_keeps_its_own_nodes() -> None:
    nodes = ZEROS.copy()
    grid = Grid(nodes)
    nodes[:] = 7
    assert not grid.nodes.any()
    with pytest.raises(ValueError, match="read-only"):
        grid.nodes[0, 0, 0, 0] = 1


def test_the_digest_is_of_the_nodes_as_little_endian_words() -> None:
    grid = random_grid(1, -(2**20), 2**20)
    words = struct.pack("<16384i", *grid.nodes.ravel().tolist())
    assert grid.digest == sha256(words).hexdigest()


def test_the_digest_does_not_depend_on_the_layout() -> None:
    grid = random_grid(1, 0, 65535)
    assert Grid(np.asfortranarray(grid.nodes)).digest == grid.digest


def test_grids_are_equal_by_their_nodes() -> None:
    one, same, other = random_grid(1, 0, 9), random_grid(1, 0, 9), random_grid(2, 0, 9)
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != one.nodes.tolist()


def test_a_sampled_grids_nodes_are_the_tables_entries(exact: Packed) -> None:
    levels = exact.view(np.uint8).reshape(-1, 4)
    nodes = Grid.sample(exact).nodes
    for blue, green, red in [(0, 0, 0), (15, 15, 15), (1, 2, 3), (14, 0, 9)]:
        colour = 17 * (red + 256 * green + 65536 * blue)
        assert nodes[blue, green, red].tolist() == [257 * int(v) for v in levels[colour]]


def test_a_sampled_grid_meets_the_table_at_its_nodes(exact: Packed) -> None:
    codes = np.arange(0, 256, 17, dtype=np.uint32)
    blue, green, red = np.meshgrid(codes, codes, codes, indexing="ij")
    colours = (red | green << 8 | blue << 16).astype(np.uint32)
    assert np.array_equal(Grid.sample(exact).at(colours), exact[colours])


@pytest.mark.load  # computes for all 2²⁴ colours
def test_the_shipped_grid_is_the_fitted_one(shipped: Conditions, exact: Packed) -> None:
    assert Grid.fit(exact) == shipped["iso-coated-v2-300"].grid


@pytest.mark.load  # computes for all 2²⁴ colours
def test_fitting_what_a_grid_expands_to_gives_the_grid_back() -> None:
    grid = Grid(smooth_nodes())
    miss = Grid.fit(grid.expand()).nodes - grid.nodes
    assert np.abs(miss).max() < 257 / 2  # what rounding to levels took away
    assert not miss[-1, -1, -1].any()


@pytest.mark.load  # computes for all 2²⁴ colours
def test_a_fitted_grid_is_nearer_than_a_sampled_one(exact: Packed, expanded: Packed) -> None:
    fitted = _apart(expanded, exact)
    sampled = _apart(Grid.sample(exact).expand(), exact)
    assert fitted.mean() < 0.6 * sampled.mean()
    assert np.percentile(fitted, 99) < np.percentile(sampled, 99)


def _apart(found: Packed, wanted: Packed) -> Bytes:
    """Return every seventh colour's distance in levels."""
    one, other = cube(found).reshape(-1, 4)[::7], cube(wanted).reshape(-1, 4)[::7]
    return np.maximum(one, other) - np.minimum(one, other)


@pytest.mark.parametrize("make", [Grid.fit, Grid.sample])
def test_a_grid_is_made_of_whole_tables_only(make: type[Grid]) -> None:
    with pytest.raises(BufferMismatch, match=r"got \[16777215\]"):
        make(np.zeros(2**24 - 1, np.uint32))


def test_a_grid_comes_back_from_its_file(tmp_path: Path) -> None:
    grid = random_grid(1, -LIMIT, LIMIT)
    grid.save(tmp_path / "grid.npz")
    assert np.array_equal(Grid.load(tmp_path / "grid.npz").nodes, grid.nodes)


@pytest.mark.parametrize(
    ("nodes", "digest", "text"),
    [
        (ZEROS, Grid(ZEROS + np.int32(1)).digest, "digest must be"),
        (ZEROS, Grid(ZEROS).digest.upper(), "digest must be"),
        (ZEROS[0], Grid(ZEROS).digest, r"nodes .*\(16, 16, 4\)"),
        (ZEROS.astype(np.float64), Grid(ZEROS).digest, r"nodes .*<f8"),
    ],
)
def test_a_file_that_is_no_grid_is_refused_by_name(
    tmp_path: Path, nodes: NDArray[np.int32], digest: str, text: str
) -> None:
    path = tmp_path / "bent.npz"
    np.savez(path, format=np.int32(1), nodes=nodes, digest=np.array(digest))
    with pytest.raises(GridError, match=rf"bent\.npz: .*{text}"):
        Grid.load(path)
