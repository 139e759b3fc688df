"""No entry above the limit, nearer to the colour than proportional scaling, one lattice each."""

import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lut import Condition, Conditions, Grid
from lut.base.packing import Packed, samples
from lut.colorimetry.lab import delta_e, lab_of
from lut.grid.accuracy import Spread, spread_of
from lut.icc.source_profiles import named
from lut.icc.transform import Transform
from lut.separation.rules import ink_limit
from lut.separation.rules.ink_limit import InkLimit
from lut.separation.separation import Separation, Trilinear
from tests.lut.separation.rules.helpers import Known, everywhere, steepest
from tests.oracle import proportionally_limited


def limited(entries: Packed, percent: float, condition: Condition) -> Packed:
    return everywhere(InkLimit(percent, condition.profile, Known(entries)), entries)


def totals(entries: Packed) -> NDArray[Any]:
    return np.asarray(samples(entries).sum(axis=-1, dtype=np.int32))


def far(inks: Packed, wanted: Packed, condition: Condition) -> Spread:
    return spread_of(delta_e(lab_of(inks, condition.profile), lab_of(wanted, condition.profile)))


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("percent", [150, 199.9, 240, 280, 300, 400])
def test_no_entry_exceeds_the_limit(iso: Condition, exact: Packed, percent: float) -> None:
    entries = limited(exact, percent, iso)
    assert (totals(entries) * 100 <= percent * 255 + 1e-6).all()
    untouched = totals(exact) * 100 <= percent * 255
    np.testing.assert_array_equal(entries[untouched], exact[untouched])


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("percent", [240, 280])
def test_neighbours_stay_as_near_as_they_were(
    iso: Condition, exact: Packed, percent: float
) -> None:
    assert steepest(limited(exact, percent, iso)) <= 2 * steepest(exact)


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("percent", [240, 280])
def test_k_is_kept_or_raised(iso: Condition, exact: Packed, percent: float) -> None:
    before, after = samples(exact), samples(limited(exact, percent, iso))
    # Rounding may take back the one level that it gave.
    assert (after[:, 3].astype(int) >= before[:, 3].astype(int) - 1).all()
    assert (after[:, :3] <= before[:, :3]).all()


def compare(condition: Condition, exact: Packed, percent: float) -> None:
    touched = np.flatnonzero(totals(exact) * 100 > percent * 255)
    wanted = exact[touched]
    if not touched.size:
        return
    ours = far(limited(exact, percent, condition)[touched], wanted, condition)
    theirs = far(proportionally_limited(wanted, percent), wanted, condition)
    assert ours.mean <= theirs.mean
    assert ours.p99 <= theirs.p99


@pytest.mark.load  # computes for all 2²⁴ colours
def test_nearer_than_proportional_scaling(iso: Condition, exact: Packed) -> None:
    compare(iso, exact, 240)


@pytest.mark.slow
@pytest.mark.parametrize("percent", [240, 280, 300])
@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_nearer_than_proportional_scaling_everywhere(name: str, percent: float) -> None:
    condition = Conditions()[name]
    exact = Transform(named("srgb"), condition.profile, "relative").every()
    compare(condition, exact, percent)


@pytest.fixture
def no_lattices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ink_limit, "_remembered", OrderedDict())


def test_rules_are_equal_by_what_they_are_computed_from(iso: Condition, fogra: Condition) -> None:
    beneath, other = (Separation(Trilinear(condition.grid)) for condition in (iso, fogra))
    again = Separation(Trilinear(Grid(iso.grid.nodes.copy())))
    rule = InkLimit(240, iso.profile, beneath)
    assert len({rule, InkLimit(240, iso.profile, again)}) == 1
    assert len({rule, InkLimit(241, iso.profile, beneath), InkLimit(240, iso.profile, other)}) == 3


def test_two_threads_evaluate_a_lattice_once(
    iso: Condition, exact: Packed, no_lattices: None
) -> None:
    beneath, ready = Known(exact), threading.Barrier(4)
    colours = np.zeros(1, np.uint32)

    def limit(_: int) -> int:
        rule = InkLimit(200, iso.profile, beneath)
        ready.wait(60)
        return int(rule.apply(colours, exact[:1])[0])

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(limit, range(4)))) == 1
    assert beneath.asked == 1


def test_an_evaluation_that_does_not_end_holds_no_other_up(
    iso: Condition, exact: Packed, no_lattices: None
) -> None:
    """What is beneath may be a client's profile, on which Little CMS takes as long as it likes."""
    begun, go = threading.Event(), threading.Event()

    class Endless(Known):
        def of(self, colours: Packed) -> Packed:
            begun.set()
            assert go.wait(60)
            return super().of(colours)

    colours = np.zeros(1, np.uint32)
    beneath = Endless(exact)
    beneath.digest = "of a client's profile"
    endless = InkLimit(200, iso.profile, beneath)
    thread = threading.Thread(target=endless.apply, args=(colours, exact[:1]))
    thread.start()
    assert begun.wait(60)
    with ThreadPoolExecutor(1) as other:
        limited = other.submit(InkLimit(200, iso.profile, Known(exact)).apply, colours, exact[:1])
        try:
            assert totals(limited.result(30))[0] <= 200 * 255 / 100
        finally:
            go.set()
    thread.join(60)


@pytest.mark.load  # evaluates several lattices
def test_each_limit_press_and_separation_has_its_own_lattice(
    iso: Condition, fogra: Condition, exact: Packed, expanded: Packed, no_lattices: None
) -> None:
    one, other = Known(exact), Known(expanded)
    for _ in range(2):
        for percent, press, beneath in (
            (200, iso, one),
            (220, iso, one),
            (200, fogra, one),
            (200, iso, other),
        ):
            InkLimit(percent, press.profile, beneath).apply(np.zeros(1, np.uint32), exact[:1])
    assert (one.asked, other.asked) == (3, 1)


@pytest.mark.load  # evaluates several lattices
def test_lattices_are_bounded(
    iso: Condition, exact: Packed, no_lattices: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ink_limit, "REMEMBERED", 1)
    beneath = Known(exact)
    for percent in (200, 220, 200):
        InkLimit(percent, iso.profile, beneath).apply(np.zeros(1, np.uint32), exact[:1])
    assert beneath.asked == 3
    assert len(ink_limit._remembered) == 1
