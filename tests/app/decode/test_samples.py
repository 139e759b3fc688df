from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.decode.samples import to_rgbx
from tests.app.reading import on_white
from tests.pictures import Samples

pytestmark = pytest.mark.load  # every pair of levels, in exact rationals

WHITES = [255, 1023 << 6, 4095 << 4, 65535]
WHITE_PAPER = (255, 255, 255)
HALF = Fraction(1, 2)


def levels(samples: Samples, white: int = 255) -> NDArray[np.uint8]:
    """Return the RGB levels of samples `[n, bands]`, and check what holds of any strip."""
    rgbx = to_rgbx(samples[None], white, WHITE_PAPER)
    assert rgbx.dtype == np.uint8
    assert rgbx.flags.c_contiguous
    assert (rgbx[..., 3] == 255).all()
    return rgbx[0, :, :3]


def test_every_eight_bit_level_is_itself() -> None:
    every = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(levels(every[:, None]), np.stack([every] * 3, -1))


@pytest.mark.parametrize("white", WHITES[1:])
def test_every_deep_value_goes_to_its_nearest_level_and_halves_go_up(white: int) -> None:
    expected = [floor(Fraction(255 * value, white) + HALF) for value in range(white + 1)]
    deep = np.arange(white + 1, dtype=np.uint16)[:, None]
    np.testing.assert_array_equal(levels(deep, white)[:, 1], expected)


def test_sixteen_bits_are_rounded_as_the_design_says() -> None:
    every = np.arange(65536)
    expected = (every * 255 + 32767) // 65535
    np.testing.assert_array_equal(levels(every.astype(np.uint16)[:, None], 65535)[:, 0], expected)


def test_every_level_replicated_to_sixteen_bits_comes_back() -> None:
    every = np.arange(256, dtype=np.uint16)
    np.testing.assert_array_equal(levels((every * 257)[:, None], 65535)[:, 2], every)


def every_pair() -> NDArray[np.int64]:
    """Return all colours c under all coverages a: `[65536, 2]`."""
    return np.stack(np.divmod(np.arange(65536), 256), -1)


def flattened(c: int, a: int) -> int:
    """Return a colour on white paper, computed in exact rationals."""
    cover = Fraction(a, 255)
    return floor(255 * (Fraction(c, 255) * cover + (1 - cover)) + HALF)


@pytest.mark.load  # all 2¹⁶ pairs of levels
def test_every_colour_under_every_coverage_lies_on_white() -> None:
    pairs = every_pair()
    expected = [flattened(c, a) for c, a in pairs.tolist()]
    np.testing.assert_array_equal(levels(pairs.astype(np.uint8))[:, 0], expected)


@given(st.sampled_from(WHITES), st.data())
def test_any_deep_colour_under_any_coverage_lies_on_white(white: int, data: st.DataObject) -> None:
    c, a = (data.draw(st.integers(0, white)) for _ in range(2))
    cover = Fraction(a, white)
    expected = floor(255 * (Fraction(c, white) * cover + 1 - cover) + HALF)
    assert (levels(np.array([[c, a]], np.uint16), white) == expected).all()


@pytest.mark.parametrize("white", WHITES)
@pytest.mark.parametrize("colour", [0, 1, 0.5])
def test_clear_is_white_and_opaque_is_the_colour(white: int, colour: float) -> None:
    value = int(white * colour)
    clear, opaque = levels(np.array([[value, 0], [value, white]], np.uint16), white)
    plain = levels(np.array([[value]], np.uint16), white)[0]
    assert clear.tolist() == [255, 255, 255]
    assert opaque.tolist() == plain.tolist()


@pytest.mark.parametrize("bits", [10, 12])
def test_the_white_of_fewer_bits_is_white(bits: int) -> None:
    white = ((1 << bits) - 1) << (16 - bits)
    assert levels(np.array([[white] * 3], np.uint16), white).tolist() == [[255, 255, 255]]


@pytest.mark.parametrize("bands", [1, 2, 3, 4])
@pytest.mark.parametrize(("dtype", "white"), [(np.uint8, 255), (np.uint16, 65535)])
def test_channels_keep_their_places(
    bands: int, dtype: type[np.unsignedinteger], white: int
) -> None:
    samples = np.random.default_rng(bands).integers(0, white + 1, (7, 11, bands), dtype)
    expected = on_white(samples, white)
    np.testing.assert_array_equal(to_rgbx(samples, white, WHITE_PAPER)[..., :3], expected)
