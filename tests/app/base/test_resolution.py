from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.resolution import PRINT, Resolution


@pytest.mark.parametrize(
    ("dpi", "kept"),
    [
        (300, Fraction(300)),
        (1, Fraction(1)),
        (100_000, Fraction(100_000)),
        (72.5, Fraction(145, 2)),
        (11_811 * 0.0254, Fraction(1_499_997, 5000)),
        (72 / 25.4 * 25.4, Fraction(72)),
        (Fraction(254, 100) * 100, Fraction(254)),
        (100 / 3, Fraction(100, 3)),
        (1.000001, Fraction(1)),
    ],
)
def test_a_resolution_is_kept_as_a_short_fraction(dpi: float, kept: Fraction) -> None:
    assert Resolution.of_dpi(dpi, dpi) == Resolution(kept, kept)


@pytest.mark.parametrize("dpi", [0, 0.99, -300, 100_000.5, float("inf"), float("nan")])
def test_what_cannot_be_printed_is_none(dpi: float) -> None:
    assert Resolution.of_dpi(dpi, 300) is None
    assert Resolution.of_dpi(300, dpi) is None


def test_a_turn_swaps_the_sides() -> None:
    stated = Resolution.of_dpi(300, 150)
    assert stated
    assert stated.turned() == Resolution(Fraction(150), Fraction(300))
    assert stated.turned().turned() == stated


def test_without_any_a_picture_is_printed_at_300() -> None:
    assert Resolution(Fraction(300), Fraction(300)) == PRINT


@given(st.floats(1, 100_000), st.floats(1, 100_000))
def test_any_resolution_is_close_and_fits_a_tiffs_rational(x: float, y: float) -> None:
    kept = Resolution.of_dpi(x, y)
    assert kept
    for stated, rational in ((x, kept.x), (y, kept.y)):
        assert abs(Fraction(stated) - rational) <= Fraction(1, 10_000)
        assert 0 < rational.numerator < 1 << 32
        assert 0 < rational.denominator < 1 << 32
