import numpy as np
import pytest

from lut import Condition
from lut.base.packing import Packed, samples
from lut.colorimetry.lab import delta_e, lab_of
from lut.grid import accuracy
from lut.grid.accuracy import Spread, error, total_area_coverage


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have tables of a thousand colours measured in chunks that do not divide them."""
    monkeypatch.setattr(accuracy, "COLOURS", 1000)
    monkeypatch.setattr(accuracy, "CHUNK", 300)


def pair() -> tuple[Packed, Packed]:
    rng = np.random.default_rng(4)
    wanted = rng.integers(0, 250, (1000, 4), np.uint8)
    found = wanted + rng.integers(0, 6, (1000, 4), np.uint8)
    found[700] = 255 - wanted[700] // 2
    return found.view(np.uint32)[:, 0], wanted.view(np.uint32)[:, 0]


def test_levels_are_counted_over_inks_and_colours(short: None, iso: Condition) -> None:
    found, wanted = pair()
    apart = np.sort(abs(samples(found).astype(int) - samples(wanted)).ravel())
    spread = error(found, wanted, iso.profile).levels
    assert spread == Spread(round(apart.mean(), 4), apart[3959], apart[-1])
    assert error(wanted, found, iso.profile).levels == spread


def test_colour_differences_are_seen_through_the_press(short: None, iso: Condition) -> None:
    found, wanted = pair()
    apart = delta_e(lab_of(found, iso.profile), lab_of(wanted, iso.profile))
    spread = error(found, wanted, iso.profile).delta_e
    assert spread.mean == pytest.approx(apart.mean(), abs=1e-4)
    assert spread.p99 == pytest.approx(np.percentile(apart, 99), abs=1e-3)
    assert spread.max == pytest.approx(apart.max(), abs=1e-4)


def test_equal_tables_have_no_error(short: None, iso: Condition) -> None:
    found, _ = pair()
    nothing = error(found, found, iso.profile)
    assert nothing.levels == nothing.delta_e == Spread(0, 0, 0)


def test_levels_that_differ_once_in_a_hundred_are_not_the_99th(short: None, iso: Condition) -> None:
    wanted = np.zeros(1000, np.uint32)
    found = wanted.copy()
    found[:10] = 0x07070707
    assert error(found, wanted, iso.profile).levels == Spread(0.07, 0, 7)
    found[10] = 0x07070707
    assert error(found, wanted, iso.profile).levels == Spread(0.077, 7, 7)


@pytest.mark.parametrize(
    ("inks", "percent"),
    [([0], 0), ([0xFFFFFFFF], 400), ([0x000000FF, 0x01FF0000], 100.4), ([0x80808080], 200.8)],
)
def test_total_area_coverage_is_the_most_of_all(inks: list[int], percent: float) -> None:
    assert total_area_coverage(np.array(inks, np.uint32)) == percent


@pytest.mark.parametrize("place", [0, accuracy.CHUNK - 1, accuracy.CHUNK, accuracy.CHUNK + 1])
def test_total_area_coverage_looks_everywhere(place: int) -> None:
    inks = np.zeros(accuracy.CHUNK + 2, np.uint32)
    inks[place] = 0xFFFF0000
    assert total_area_coverage(inks) == 200


@pytest.mark.load  # computes for all 2²⁴ colours
def test_the_shipped_conditions_ink_is_what_its_facts_say(iso: Condition, exact: Packed) -> None:
    sums = np.zeros(2**24, np.uint16)
    for shift in (0, 8, 16, 24):
        sums += (exact >> np.uint32(shift) & np.uint32(255)).astype(np.uint16)
    assert round(int(sums.max()) / 2.55, 1) == iso.facts.max_ink == 298.0
    assert total_area_coverage(exact) == 298.0
