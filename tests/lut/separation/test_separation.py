import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lut import Condition, Conditions, Profile, Recipe, RecipeError, UnknownCondition
from lut.base.packing import Packed
from lut.icc.source_profiles import named
from lut.icc.transform import Transform
from lut.separation import separation
from lut.separation.recipe import Precision
from lut.separation.separation import Exact, Trilinear, choose
from tests.lut.specimens import grey_profile, random_grid

WRITTEN = [
    "dbf72edc014480271296e530827b38077bc573ffb2055f9770c9ddcde07d210b",
    "502ded5dd4c15ed2a80c66377d6cd241c808cd6507fe5661d426705508098e7c",
]
SOME = np.arange(0, 2**24, 100_003, dtype=np.uint32)


@pytest.mark.parametrize(
    ("source", "precision", "chosen"),
    [
        ("srgb", "auto", "trilinear"),
        ("srgb", "trilinear", "trilinear"),
        ("srgb", "exact", "exact"),
        ("adobe-rgb", "auto", "exact"),
        ("adobe-rgb", "exact", "exact"),
        (named("srgb"), "auto", "trilinear"),
        (Profile.parse(grey_profile()), "auto", "exact"),
    ],
)
def test_the_choice(
    shipped: Conditions, source: str | Profile, precision: Precision, chosen: str
) -> None:
    recipe = Recipe(source=source, precision=precision)
    assert choose(recipe, shipped).precision == chosen


@pytest.mark.parametrize("source", ["adobe-rgb", "display-p3", "prophoto"])
def test_trilinear_needs_a_shipped_grid(shipped: Conditions, source: str) -> None:
    title = named(source).description.replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(RecipeError, match=f"'iso-coated-v2-300' .*'{title}'.*got trilinear"):
        choose(Recipe(source=source, precision="trilinear"), shipped)


def test_the_condition_must_be_known(shipped: Conditions) -> None:
    with pytest.raises(UnknownCondition, match="got 'news'"):
        choose(Recipe("news"), shipped)


def test_trilinear_is_the_conditions_grid(shipped: Conditions, expanded: Packed) -> None:
    chosen = choose(Recipe(precision="trilinear"), shipped)
    assert np.array_equal(chosen.every(), expanded)
    assert np.array_equal(chosen.of(SOME), expanded[SOME])


def test_exact_is_the_transform(shipped: Conditions, exact: Packed) -> None:
    chosen = choose(Recipe(precision="exact"), shipped)
    press = shipped["iso-coated-v2-300"].profile
    assert chosen == Exact(Transform(named("srgb"), press, "relative"))
    assert np.array_equal(chosen.of(SOME), exact[SOME])


def test_every_exact_colour_is_the_transforms(
    shipped: Conditions, exact: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Transform, "every", lambda _: exact)
    assert choose(Recipe(precision="exact"), shipped).every() is exact


def test_each_content_has_its_digest(shipped: Conditions) -> None:
    grey = Profile.parse(grey_profile())
    sources = ("srgb", "adobe-rgb", grey, Profile.parse(grey_profile(1.8)))
    recipes = [Recipe(name, precision="trilinear") for name in shipped]
    recipes += [Recipe(name, source, "exact") for name in shipped for source in sources]
    digests = {choose(recipe, shipped).digest for recipe in recipes}
    assert len(digests) == len(recipes) == 10
    assert all(len(digest) == 64 and set(digest) <= set("0123456789abcdef") for digest in digests)


def test_a_digest_does_not_depend_on_names(iso: Condition, tmp_path: Path) -> None:
    shutil.copytree(iso.folder, tmp_path / "other-name")
    conditions = Conditions(tmp_path)
    for one in (Recipe(precision="trilinear"), Recipe(precision="exact")):
        other = replace(one, condition="other-name", source=Profile.parse(named("srgb").data))
        assert choose(one, conditions).digest == choose(other, conditions).digest


def test_a_digest_is_of_the_intent_and_of_the_grid(iso: Condition) -> None:
    one, other = (
        Exact(Transform(named("srgb"), iso.profile, i)) for i in ("relative", "perceptual")
    )
    assert one.digest != other.digest
    assert Trilinear(random_grid(1, 0, 9)).digest != Trilinear(random_grid(2, 0, 9)).digest


def test_a_digest_is_of_the_algorithm(iso: Condition, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Trilinear(iso.grid).digest
    monkeypatch.setattr(separation, "ALGORITHM", separation.ALGORITHM + 1)
    assert Trilinear(iso.grid).digest != before


def test_digests_stay_as_they_are(shipped: Conditions) -> None:
    """They name files in caches: a change must be meant, and is `ALGORITHM`'s to make."""
    digests = [choose(Recipe(precision=p), shipped).digest for p in ("trilinear", "exact")]
    assert digests == WRITTEN


def test_only_exact_tables_have_a_price(iso: Condition) -> None:
    exact = Exact(Transform(named("srgb"), iso.profile, "relative"))
    assert (Trilinear(iso.grid).worth_a_table, exact.worth_a_table) == (0, 1 << 20)
