from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from lut import Condition, Profile, ProfileError, Recipe, RecipeError
from lut.icc.source_profiles import NAMES, named
from lut.separation.recipe import PRECISIONS
from tests.lut.specimens import grey_profile


def test_by_default_srgb_becomes_iso_coated() -> None:
    assert Recipe() == Recipe("iso-coated-v2-300", "srgb", "auto")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_source_has_its_profile(name: str) -> None:
    assert Recipe(source=name).profile is named(name)


def test_a_source_may_be_a_profile() -> None:
    grey = Profile.parse(grey_profile())
    assert Recipe(source=grey).profile is grey


@pytest.mark.parametrize("precision", ["", "Exact", "best", None, 1])
def test_another_precision_is_refused(precision: Any) -> None:
    with pytest.raises(RecipeError, match=f"one of auto, trilinear, exact, got {precision!r}"):
        Recipe(precision=precision)


@pytest.mark.parametrize("source", ["", "sRGB", "cmyk", "../srgb"])
def test_another_source_is_refused(source: str) -> None:
    with pytest.raises(
        RecipeError, match=f"one of srgb, adobe-rgb, display-p3, prophoto, got {source!r}"
    ):
        Recipe(source=source)


def test_a_press_is_no_source(iso: Condition) -> None:
    with pytest.raises(ProfileError, match="a source profile must"):
        Recipe(source=iso.profile)


def test_the_choices_of_precision() -> None:
    assert PRECISIONS == ("auto", "trilinear", "exact")


def test_a_recipe_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Recipe().condition = "other"  # type: ignore[misc]


def test_recipes_are_equal_by_their_options() -> None:
    again = Profile.parse(named("srgb").data)
    assert Recipe(source=again) == Recipe(source=named("srgb"))
    assert len({Recipe(source=again), Recipe(source=named("srgb")), Recipe()}) == 2
