import shutil
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lut import Condition, Conditions, Profile, Recipe, RecipeError, TableStore, UnknownCondition
from lut.base.packing import Packed
from lut.icc.source_profiles import named
from lut.icc.transform import Transform
from lut.lookup.direct import DirectConverter
from lut.separation import separation as separation_module
from lut.separation.recipe import Precision
from lut.separation.rules import ink_limit
from lut.separation.rules.black import PureBlack
from lut.separation.rules.ink_limit import LATTICE
from lut.separation.separation import Exact, Separation, Trilinear, choose
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
    assert chosen == Separation(Exact(Transform(named("srgb"), press, "relative")))
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
    monkeypatch.setattr(separation_module, "ALGORITHM", separation_module.ALGORITHM + 1)
    assert Trilinear(iso.grid).digest != before


def test_digests_stay_as_they_are(shipped: Conditions) -> None:
    """They name files in caches: a deliberate change raises `ALGORITHM`."""
    digests = [choose(Recipe(precision=p), shipped).digest for p in ("trilinear", "exact")]
    assert digests == WRITTEN


def test_only_exact_tables_and_those_with_rules_have_a_price(iso: Condition) -> None:
    exact = Exact(Transform(named("srgb"), iso.profile, "relative"))
    trilinear = Separation(Trilinear(iso.grid))
    assert (trilinear.worth_a_table, Separation(exact).worth_a_table) == (0, 1 << 20)
    assert trilinear.followed_by(PureBlack()).worth_a_table == 1 << 20


def test_equal_recipes_have_one_separation(shipped: Conditions) -> None:
    rules = Recipe(black="neutral~6", max_ink=240, brand=("E30613:0,100,100,0",))
    again = replace(rules, max_ink=240.0)
    assert choose(rules, shipped) is choose(again, shipped)
    separation_module._choose.cache_clear()
    assert hash(choose(rules, shipped)) == hash(choose(again, shipped))


def test_a_separation_is_a_value(shipped: Conditions) -> None:
    recipes = [Recipe(), Recipe(black="pure"), Recipe(black="neutral"), Recipe(max_ink=240)]
    first = [choose(recipe, shipped) for recipe in recipes]
    separation_module._choose.cache_clear()
    assert [choose(recipe, shipped) for recipe in recipes] == first
    assert len(set(first)) == len(recipes)
    assert {chosen.without_rules for chosen in first} == {first[0]}


def test_large_profiles_are_not_kept_in_memory(
    shipped: Conditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(separation_module, "LARGEST_REMEMBERED", 0)
    separation_module._choose.cache_clear()
    choose(Recipe(), shipped)
    assert separation_module._choose.cache_info().currsize == 0


def test_two_pictures_evaluate_the_lattice_of_an_ink_limit_once(
    shipped: Conditions, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def counted(transform: Transform, colours: Packed) -> Packed:
        sizes.append(colours.size)
        return evaluated(transform, colours)

    evaluated = Transform.of
    monkeypatch.setattr(Transform, "of", counted)
    monkeypatch.setattr(ink_limit, "_remembered", OrderedDict())
    picture = np.zeros((4, 4, 4), np.uint8)
    store = TableStore(cache, shipped)
    for max_ink in (199, 199.0):
        separation_module._choose.cache_clear()
        recipe = Recipe(precision="exact", max_ink=max_ink)
        DirectConverter(choose(recipe, shipped)).convert(picture, np.empty_like(picture))
        store.converter(recipe, picture.size).convert(picture, np.empty_like(picture))
    assert sizes.count(LATTICE**3) == 1
    assert sizes.count(1) == 4
