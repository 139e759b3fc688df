import math

import numpy as np
import pytest
import pyvips
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lut import Conditions
from lut.base.packing import Packed
from lut.colorimetry.lab import CHUNK, delta_e, lab_of

# Sharma, Wu & Dalal, Color Research & Application 30 (2005), table 1.
PAIRS = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
TABLE = np.array([[float(value) for value in line.split()] for line in PAIRS.split("\n")[1:-1]])
ONE, OTHER, WANTED = TABLE[:, :3], TABLE[:, 3:6], TABLE[:, 6]

tone = st.floats(-100, 100)
colour = st.tuples(st.floats(0, 100), tone, tone)


def row(*lab: float) -> NDArray[np.float64]:
    return np.array([lab])


def test_the_published_pairs() -> None:
    assert len(TABLE) == 34
    assert delta_e(ONE, OTHER) == pytest.approx(WANTED, abs=1e-4)


def test_the_published_pairs_the_other_way() -> None:
    assert delta_e(OTHER, ONE) == pytest.approx(WANTED, abs=1e-4)


@given(colour, colour)
def test_a_distance_is_the_same_both_ways(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> None:
    there, back = delta_e(row(*one), row(*other))[0], delta_e(row(*other), row(*one))[0]
    assert there >= 0
    assert there == pytest.approx(back, rel=1e-6, abs=1e-6)


@given(colour)
def test_a_colour_is_at_no_distance_from_itself(one: tuple[float, float, float]) -> None:
    assert delta_e(row(*one), row(*one)).tolist() == [0]


@given(st.floats(0, 100), st.floats(0, 100))
def test_greys_are_apart_by_their_lightness(one: float, other: float) -> None:
    middle = ((one + other) / 2 - 50) ** 2
    wanted = abs(one - other) / (1 + 0.015 * middle / math.sqrt(20 + middle))
    assert delta_e(row(one, 0, 0), row(other, 0, 0))[0] == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_paper_is_white(shipped: Conditions, name: str) -> None:
    (paper,) = lab_of(np.zeros(1, np.uint32), shipped[name].profile)
    assert paper == pytest.approx([100, 0, 0], abs=0.05)


@pytest.mark.load  # libvips, and Little CMS without its optimisation
@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_inks_look_as_libvips_sees_them(
    shipped: Conditions, name: str, rng: np.random.Generator
) -> None:
    inks = rng.integers(0, 2**32, 10_000, np.uint32)
    theirs = libvips_lab(inks, str(shipped[name].folder / "profile.icc"))
    assert lab_of(inks, shipped[name].profile) == pytest.approx(theirs, abs=1.0)


def libvips_lab(inks: Packed, profile: str) -> NDArray[np.float32]:
    picture = pyvips.Image.new_from_memory(inks.tobytes(), inks.size, 1, 4, "uchar")
    lab = picture.copy(interpretation="cmyk").icc_import(
        input_profile=profile, intent="relative", pcs="lab"
    )
    return np.frombuffer(lab.write_to_memory(), np.float32).reshape(-1, 3)


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
def test_any_number_of_inks(shipped: Conditions, size: int) -> None:
    press = shipped["fogra39-coated"].profile
    lab = lab_of(np.full(size, 0x10203040, np.uint32), press)
    assert lab.shape == (size, 3)
    assert np.all(lab == lab_of(np.array([0x10203040], np.uint32), press))


@pytest.mark.parametrize(
    ("inks", "low", "high"),
    [
        (0x000000FF, (50, -45, -60), (60, -25, -40)),  # cyan
        (0x0000FF00, (43, 65, -15), (54, 85, 5)),  # magenta
        (0x00FF0000, (85, -12, 80), (97, 5, 105)),  # yellow
        (0xFF000000, (5, -5, -5), (25, 5, 5)),  # black
    ],
)
def test_each_ink_is_in_its_byte(
    shipped: Conditions, inks: int, low: tuple[float, ...], high: tuple[float, ...]
) -> None:
    (lab,) = lab_of(np.array([inks], np.uint32), shipped["iso-coated-v2-300"].profile)
    assert np.all(lab > low)
    assert np.all(lab < high)
