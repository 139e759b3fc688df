from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lut import Condition, Conditions, LutError, Profile, ProfileError
from lut.base.packing import Packed, colours, samples
from lut.icc.source_profiles import NAMES, named
from lut.icc.transform import CHUNK, Intent, Transform
from tests.lut.oracles import every_little_cms, little_cms, rgb_of
from tests.lut.specimens import grey_profile, renamed

pytestmark = pytest.mark.load  # Little CMS without its optimisation

CONDITIONS = ("iso-coated-v2-300", "fogra39-coated")
INTENTS: dict[Intent, int] = {"perceptual": 0, "relative": 1}
SOME = colours()[:: 2**24 // 50_021].copy()


@pytest.mark.load  # computes for all 2²⁴ colours
def test_every_colour_is_that_of_another_little_cms(iso: Condition, exact: Packed) -> None:
    assert np.array_equal(exact, every_little_cms(named("srgb"), iso.profile))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "source"), list(product(CONDITIONS, NAMES)))
def test_every_colour_of_each_source_and_press(shipped: Conditions, name: str, source: str) -> None:
    press = shipped[name].profile
    entries = Transform(named(source), press, "relative").every()
    assert np.array_equal(entries, every_little_cms(named(source), press))


@pytest.mark.parametrize(("name", "source", "intent"), list(product(CONDITIONS, NAMES, INTENTS)))
def test_some_colours_of_each_source_press_and_intent(
    shipped: Conditions, name: str, source: str, intent: Intent
) -> None:
    press = shipped[name].profile
    entries = Transform(named(source), press, intent).of(SOME)
    assert np.array_equal(entries, little_cms(rgb_of(SOME), named(source), press, INTENTS[intent]))


@pytest.mark.parametrize(("name", "source"), list(product(CONDITIONS, NAMES)))
def test_white_takes_no_ink(shipped: Conditions, name: str, source: str) -> None:
    white = np.array([0xFFFFFF], np.uint32)
    assert Transform(named(source), shipped[name].profile, "relative").of(white).tolist() == [0]


@given(
    hnp.arrays(
        np.uint32, hnp.array_shapes(max_dims=3, max_side=7), elements=st.integers(0, 2**24 - 1)
    )
)
@settings(deadline=None, max_examples=30)
def test_of_is_every_at_those_colours(iso: Condition, exact: Packed, wanted: Packed) -> None:
    entries = Transform(named("srgb"), iso.profile, "relative").of(wanted)
    assert np.array_equal(entries, exact[wanted])


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1])
def test_of_takes_any_number(iso: Condition, exact: Packed, size: int) -> None:
    wanted = np.random.default_rng(size).integers(0, 2**24, size, np.uint32)
    entries = Transform(named("srgb"), iso.profile, "relative").of(wanted)
    assert np.array_equal(entries, exact[wanted])


@pytest.mark.parametrize("source", [named("srgb").data, grey_profile()], ids=["rgb", "grey"])
def test_of_takes_colours_that_are_not_contiguous(iso: Condition, source: bytes) -> None:
    transform = Transform(Profile.parse(source), iso.profile, "relative")
    assert np.array_equal(transform.of(SOME[::3]), transform.of(SOME)[::3])


def test_of_ignores_the_fourth_byte(iso: Condition, exact: Packed) -> None:
    wanted = np.array([0x123456, 0xAB123456], np.uint32)
    entries = Transform(named("srgb"), iso.profile, "relative").of(wanted)
    assert entries.tolist() == [exact[0x123456]] * 2


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_grey_source_is_that_of_another_little_cms(shipped: Conditions, name: str) -> None:
    grey, press = Profile.parse(grey_profile()), shipped[name].profile
    greys = np.arange(256, dtype=np.uint8)
    entries = Transform(grey, press, "relative").of(colours(0, 256))
    assert np.array_equal(entries, little_cms(greys, grey, press))
    assert entries[255] == 0
    assert np.unique(entries).size > 200


def test_a_grey_source_reads_the_red_byte(iso: Condition) -> None:
    transform = Transform(Profile.parse(grey_profile()), iso.profile, "relative")
    of_greys = transform.of(colours(0, 256))
    assert np.array_equal(transform.of(SOME), of_greys[samples(SOME)[:, 0]])
    assert np.array_equal(transform.every().reshape(-1, 256), np.tile(of_greys, (65536, 1)))


def test_intents_differ(iso: Condition) -> None:
    perceptual, relative = (Transform(named("srgb"), iso.profile, i).of(SOME) for i in INTENTS)
    assert np.count_nonzero(perceptual != relative) > SOME.size / 2


def test_an_unknown_intent_is_an_error_of_ours(iso: Condition) -> None:
    with pytest.raises(LutError, match="'vivid'"):
        Transform(named("srgb"), iso.profile, "vivid").of(SOME)  # type: ignore[arg-type]  # wrong on purpose


def test_profiles_must_be_in_their_places(iso: Condition) -> None:
    with pytest.raises(ProfileError, match="a source profile must"):
        Transform(iso.profile, iso.profile, "relative")
    with pytest.raises(ProfileError, match="a press profile must"):
        Transform(named("srgb"), named("srgb"), "relative")


def test_profiles_that_cannot_be_connected_are_refused(iso: Condition) -> None:
    curveless = bytearray(named("srgb").data)
    curveless[curveless.index(b"rTRC")] = ord("x")
    source = Profile.parse(bytes(curveless))
    with pytest.raises(ProfileError, match="no transform from 'sRGB' to 'ISO Coated v2 300%"):
        Transform(source, iso.profile, "relative").of(SOME)


def test_a_display_that_calls_itself_a_press_is_refused() -> None:
    press = Profile.parse(renamed(named("srgb")))
    with pytest.raises(ProfileError, match="no transform"):
        Transform(named("srgb"), press, "relative").every()
