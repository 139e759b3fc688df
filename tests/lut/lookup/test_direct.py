import numpy as np
import pytest

from lut import BufferMismatch, Condition, Table, TileConverter
from lut.base.packing import Packed
from lut.icc.source_profiles import named
from lut.icc.transform import Transform
from lut.lookup.direct import DirectConverter
from lut.separation.separation import Exact, Separation, Trilinear


@pytest.fixture(scope="module")
def direct(iso: Condition) -> DirectConverter:
    return DirectConverter(Separation(Trilinear(iso.grid)))


@pytest.mark.parametrize("shape", [(0, 4), (0, 3, 4), (4,), (1, 1, 4), (61, 33, 4)])
def test_the_bytes_are_those_of_tiles(
    direct: DirectConverter, trilinear: Table, rng: np.random.Generator, shape: tuple[int, ...]
) -> None:
    rgbx = rng.integers(0, 256, shape, np.uint8)
    one, other = np.empty_like(rgbx), np.empty_like(rgbx)
    direct.convert(rgbx, one)
    TileConverter(trilinear).convert(rgbx, other)
    assert np.array_equal(one, other)


def test_an_exact_picture_is_that_of_the_exact_table(
    iso: Condition, exact: Packed, rng: np.random.Generator
) -> None:
    rgbx = rng.integers(0, 256, (50, 70, 4), np.uint8)
    out = np.empty_like(rgbx)
    exact_base = Exact(Transform(named("srgb"), iso.profile, "relative"))
    DirectConverter(Separation(exact_base)).convert(rgbx, out)
    assert np.array_equal(out.view(np.uint32), exact[rgbx.view(np.uint32) & 0xFFFFFF])


class Counted:
    """A separation that records the colours it is asked for."""

    precision = "exact"
    digest = ""
    worth_a_table = 0

    def __init__(self) -> None:
        self.asked: list[int] = []

    def of(self, colours: Packed) -> Packed:
        self.asked += colours.tolist()
        return colours

    def every(self) -> Packed:
        raise AssertionError


def test_each_colour_is_asked_once_and_without_its_fourth_byte() -> None:
    counted = Counted()
    rgbx = np.array([[1, 2, 3, 9], [1, 2, 3, 0], [4, 5, 6, 255], [1, 2, 3, 9]], np.uint8)
    out = np.empty_like(rgbx)
    DirectConverter(counted).convert(rgbx, out)  # type: ignore[arg-type]
    assert counted.asked == [0x030201, 0x060504]
    assert out.tolist() == [[1, 2, 3, 0], [1, 2, 3, 0], [4, 5, 6, 0], [1, 2, 3, 0]]


def test_other_buffers_are_refused(direct: DirectConverter) -> None:
    pixels = np.zeros((6, 4), np.uint8)
    fixed = pixels.copy()
    fixed.flags.writeable = False
    with pytest.raises(BufferMismatch, match="rgbx must be"):
        direct.convert(pixels[:, :3], pixels)
    with pytest.raises(BufferMismatch, match="out must be C-contiguous"):
        direct.convert(pixels[::2], pixels[::2])
    with pytest.raises(BufferMismatch, match="as rgbx"):
        direct.convert(pixels, pixels[:3])
    with pytest.raises(BufferMismatch, match="writeable"):
        direct.convert(pixels, fixed)
