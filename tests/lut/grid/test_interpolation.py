import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lut import BufferMismatch, Grid
from lut.base.packing import cube
from lut.grid.grid import LIMIT, SHAPE
from lut.grid.interpolation import at, expand
from tests.lut.oracles import trilinear_planes
from tests.lut.specimens import random_grid


def nearest_to_a_change_of_level() -> Grid:
    """Return nodes whose sums are within half a unit of a half level: the hardest to round."""
    rng = np.random.default_rng(5)
    level = rng.integers(0, 255, (1, 1, 1, 4))
    return Grid((257 * level + rng.integers(128, 130, SHAPE)).astype(np.int32))


GRIDS = {
    "far outside the levels": random_grid(1, -300_000, 400_000),
    "at the limits": random_grid(2, 0, 1),
    "at the edge of rounding": nearest_to_a_change_of_level(),
}
GRIDS["at the limits"] = Grid((GRIDS["at the limits"].nodes * 2 - 1) * np.int32(LIMIT))


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("name", GRIDS)
def test_every_colour_is_the_exact_trilinear_sum(name: str) -> None:
    nodes = GRIDS[name].nodes
    found = cube(expand(nodes))
    for blue, wanted in enumerate(trilinear_planes(nodes)):
        assert np.array_equal(found[blue], wanted), f"blue {blue}"


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("name", GRIDS)
def test_some_colours_are_those_of_every(name: str, rng: np.random.Generator) -> None:
    nodes = GRIDS[name].nodes
    colours = rng.integers(0, 2**24, 200_000, np.uint32)
    assert np.array_equal(at(nodes, colours), expand(nodes)[colours])


@given(st.integers(-1000, 66_535))
@settings(deadline=None)
def test_a_constant_is_rounded_half_up_and_clamped(unit: int) -> None:
    nodes = np.full(SHAPE, unit, np.int32)
    level = min(max((2 * unit + 257) // 514, 0), 255)
    colours = np.array([0, 1, 0x123456, 0xFFFFFF], np.uint32)
    assert at(nodes, colours).tolist() == [level * 0x01010101] * 4


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("shape", [(0,), (7,), (2, 3, 4), ()])
def test_some_keeps_the_shape(shape: tuple[int, ...]) -> None:
    colours = np.full(shape, 0xFFFFFF, np.uint32)
    white = random_grid(3, 0, 65535)
    wanted = expand(white.nodes)[-1]
    found = at(white.nodes, colours)
    assert found.shape == shape
    assert np.all(found == wanted)


def test_some_takes_colours_that_are_not_contiguous() -> None:
    nodes = random_grid(4, 0, 65535).nodes
    colours = np.arange(1000, dtype=np.uint32)
    assert np.array_equal(at(nodes, colours[::3]), at(nodes, colours)[::3])


def test_some_refuses_another_dtype() -> None:
    with pytest.raises(BufferMismatch, match="int64"):
        at(random_grid(4, 0, 65535).nodes, np.arange(3))  # type: ignore[arg-type]
