from fractions import Fraction

import pytest

from app.base.resolution import Resolution
from tests import pictures
from tests.app.reading import opened
from tests.pictures import photo

RGB = photo(67, 43)
PER_METRE = (11_811, 5906)


def dpi(x: float, y: float) -> Resolution:
    return Resolution(Fraction(x).limit_denominator(10_000), Fraction(y).limit_denominator(10_000))


RESOLUTIONS: list[tuple[bytes, Resolution | None]] = [
    (pictures.jpeg(RGB, dpi=(300, 150)), dpi(300, 150)),
    (pictures.jpeg(RGB, dpi=(72, 72)), dpi(72, 72)),
    (pictures.png(RGB, pixels_per_metre=PER_METRE), dpi(299.9994, 150.0124)),
    (pictures.tiff(RGB, resolution=(300, 150), resolutionunit="INCH"), dpi(300, 150)),
    (pictures.tiff(RGB, resolution=(120, 60), resolutionunit="CENTIMETER"), dpi(304.8, 152.4)),
    (pictures.tiff(RGB, resolution=((145, 2), (72, 1)), resolutionunit="INCH"), dpi(72.5, 72)),
    (pictures.tiff(RGB, resolution=(3, 2), resolutionunit="NONE"), None),
]


def assert_resolution(found: Resolution | None, expected: Resolution | None) -> None:
    if expected is None:
        assert found is None
        return
    assert found
    assert abs(found.x - expected.x) < Fraction(1, 1000)
    assert abs(found.y - expected.y) < Fraction(1, 1000)


@pytest.mark.parametrize(("data", "expected"), RESOLUTIONS)
def test_the_stated_resolution_is_kept(data: bytes, expected: Resolution | None) -> None:
    with opened(data) as picture:
        assert_resolution(picture.header.resolution, expected)


@pytest.mark.parametrize("turn", range(1, 9))
def test_it_turns_with_the_picture(turn: int) -> None:
    stored = pictures.stored_as(RGB, turn)
    data = pictures.tiff(stored, orientation=turn, resolution=(300, 150), resolutionunit="INCH")
    with opened(data) as picture:
        assert (picture.header.width, picture.header.height) == (67, 43)
        assert_resolution(picture.header.resolution, dpi(300, 150) if turn < 5 else dpi(150, 300))
