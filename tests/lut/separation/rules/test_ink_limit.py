"""No entry above the limit, and nearer to the colour than proportional scaling."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lut import Condition, Conditions
from lut.base.packing import Packed, samples
from lut.colorimetry.lab import delta_e, lab_of
from lut.grid.accuracy import Spread, _of_values
from lut.icc.source_profiles import named
from lut.icc.transform import Transform
from lut.separation.rules.ink_limit import InkLimit
from tests.lut.separation.rules.helpers import everywhere, steepest
from tests.oracle import proportionally_limited


def limited(entries: Packed, percent: float, condition: Condition) -> Packed:
    return everywhere(InkLimit(percent, condition.profile, lambda wanted: entries[wanted]), entries)


def totals(entries: Packed) -> NDArray[Any]:
    return np.asarray(samples(entries).sum(axis=-1, dtype=np.int32))


def far(found: Packed, wanted: Packed, condition: Condition) -> Spread:
    return _of_values(delta_e(lab_of(found, condition.profile), lab_of(wanted, condition.profile)))


@pytest.mark.parametrize("percent", [150, 199.9, 240, 280, 300, 400])
def test_no_entry_exceeds_the_limit(iso: Condition, exact: Packed, percent: float) -> None:
    found = limited(exact, percent, iso)
    assert (totals(found) * 100 <= percent * 255 + 1e-6).all()
    untouched = totals(exact) * 100 <= percent * 255
    np.testing.assert_array_equal(found[untouched], exact[untouched])


@pytest.mark.parametrize("percent", [240, 280])
def test_neighbours_stay_as_near_as_they_were(
    iso: Condition, exact: Packed, percent: float
) -> None:
    assert steepest(limited(exact, percent, iso)) <= 2 * steepest(exact)


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


def test_nearer_than_proportional_scaling(iso: Condition, exact: Packed) -> None:
    compare(iso, exact, 240)


@pytest.mark.slow
@pytest.mark.parametrize("percent", [240, 280, 300])
@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_nearer_than_proportional_scaling_everywhere(name: str, percent: float) -> None:
    condition = Conditions()[name]
    exact = Transform(named("srgb"), condition.profile, "relative").every()
    compare(condition, exact, percent)
