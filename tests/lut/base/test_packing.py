import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lut import BufferMismatch
from lut.base.packing import COLOURS, colours, cube, pack, samples

byte = st.integers(0, 255)


@pytest.mark.load  # all 2²⁴ colours
def test_a_colours_place_is_its_value() -> None:
    assert np.array_equal(colours(), np.arange(2**24))


def test_colours_may_be_a_part() -> None:
    assert colours(250, 260).tolist() == list(range(250, 260))


@given(byte, byte, byte, byte)
def test_the_first_sample_is_the_lowest_byte(one: int, two: int, three: int, four: int) -> None:
    packed = np.array([one | two << 8 | three << 16 | four << 24], np.uint32)
    assert samples(packed).tolist() == [[one, two, three, four]]
    assert pack(np.array([one, two, three, four], np.uint8)) == packed[0]


def test_pack_reverses_samples(rng: np.random.Generator) -> None:
    packed = rng.integers(0, 2**32, (3, 5), np.uint32)
    assert np.array_equal(pack(samples(packed)), packed)


def test_pack_takes_samples_that_are_not_contiguous(rng: np.random.Generator) -> None:
    levels = rng.integers(0, 256, (4, 7), np.uint8).T
    assert np.array_equal(pack(levels), pack(levels.copy()))


def test_samples_and_cube_share_their_memory(expanded: NDArray[np.uint32]) -> None:
    assert np.shares_memory(samples(expanded), expanded)
    assert np.shares_memory(cube(expanded), expanded)


def test_the_cubes_axes_are_blue_green_red() -> None:
    by_blue = cube(colours())
    assert by_blue.shape == (256, 256, 256, 4)
    assert by_blue[3, 2, 1].tolist() == [1, 2, 3, 0]


@pytest.mark.parametrize(
    "packed",
    [np.zeros(4, np.int64), np.zeros(4, ">u4"), np.zeros(8, np.uint32)[::2]],
    ids=["int64", "big-endian", "strided"],
)
def test_samples_refuses_what_it_cannot_view(packed: NDArray[np.uint32]) -> None:
    with pytest.raises(BufferMismatch, match=r"C-contiguous uint32, got .* with strides"):
        samples(packed)


@pytest.mark.parametrize(
    "levels",
    [np.zeros((2, 4), np.uint16), np.zeros((2, 3), np.uint8), np.zeros((), np.uint8)],
    ids=["uint16", "three", "scalar"],
)
def test_pack_refuses_what_are_not_four_bytes(levels: NDArray[np.uint8]) -> None:
    with pytest.raises(BufferMismatch, match=r"uint8 \[\.\.\., 4\], got"):
        pack(levels)


@pytest.mark.parametrize("shape", [(COLOURS - 1,), (COLOURS + 1,), (256, 256, 256)])
def test_cube_refuses_another_shape(shape: tuple[int, ...]) -> None:
    with pytest.raises(BufferMismatch, match=r"a table must be \[16777216\]"):
        cube(np.zeros(shape, np.uint32))
