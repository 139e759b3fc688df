"""Black on K alone, over all colours: the rule, K along the greys, no step between neighbours."""

import numpy as np
import pytest

from lut import Condition
from lut.base.packing import Packed, colours, samples
from lut.colorimetry.lab import lab_of
from lut.separation.rules.black import NeutralBlack, PureBlack
from tests.lut.separation.rules.helpers import everywhere, greys, steepest, within_reach

RADII = (0, 1, 6, 64)


def neutral(condition: Condition, entries: Packed, radius: int) -> NeutralBlack:
    return NeutralBlack.following(greys(entries), condition.profile, radius)


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("radius", RADII)
def test_pure_black_is_k_alone_and_nothing_beyond_the_radius_changes(
    exact: Packed, radius: int
) -> None:
    edited = within_reach(PureBlack(radius), exact)
    farthest = samples(colours())[..., :3].max(axis=-1)
    assert samples(edited[:1]).tolist() == [[0, 0, 0, 255]]
    np.testing.assert_array_equal(edited[farthest > radius], exact[farthest > radius])


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("radius", RADII)
def test_neutral_black_puts_every_grey_on_k_alone(
    iso: Condition, exact: Packed, radius: int
) -> None:
    edited = within_reach(neutral(iso, exact, radius), exact)
    channels = samples(colours())[..., :3]
    apart = channels.max(axis=-1) - channels.min(axis=-1)
    assert not samples(greys(edited))[:, :3].any()
    np.testing.assert_array_equal(edited[apart > radius], exact[apart > radius])


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("radius", [0, 6])
def test_nothing_changes_outside_the_reach(iso: Condition, exact: Packed, radius: int) -> None:
    for rule in (PureBlack(radius), neutral(iso, exact, radius)):
        np.testing.assert_array_equal(within_reach(rule, exact), everywhere(rule, exact))


@pytest.mark.parametrize("radius", RADII)
def test_k_falls_from_black_to_white(iso: Condition, exact: Packed, radius: int) -> None:
    for rule in (PureBlack(radius), neutral(iso, exact, radius)):
        k = samples(greys(within_reach(rule, exact)))[:, 3].astype(int)
        assert (np.diff(k) <= 0).all()
        assert (k[0], k[-1]) == (255, 0)


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("radius", [1, 6, 64])
def test_neighbours_differ_by_the_blend_and_no_more(
    iso: Condition, exact: Packed, radius: int
) -> None:
    # The separation's own step, the blend's, one level of K's curve and one of rounding.
    bound = steepest(exact) + 255 / (radius + 1) + 2
    for rule in (PureBlack(radius), neutral(iso, exact, radius)):
        assert steepest(within_reach(rule, exact)) <= bound


def test_greys_keep_their_lightness_where_k_can_reach_it(iso: Condition, exact: Packed) -> None:
    wanted = lab_of(greys(exact), iso.profile)[:, 0]
    got = lab_of(greys(within_reach(neutral(iso, exact, 0), exact)), iso.profile)[:, 0]
    light = wanted >= 50
    np.testing.assert_allclose(got[light], wanted[light], atol=0.3)
    assert (np.diff(got) >= 0).all()


def test_the_curve_is_the_greys_own(iso: Condition, fogra: Condition, exact: Packed) -> None:
    one = NeutralBlack.following(greys(exact), iso.profile, 0)
    other = NeutralBlack.following(greys(exact), fogra.profile, 0)
    assert one.content() != other.content()
    assert (one.curve[0], one.curve[-1]) == (other.curve[0], other.curve[-1]) == (255, 0)
