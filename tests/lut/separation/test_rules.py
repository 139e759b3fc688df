"""Recipes with rules: together, over all colours, in a table and without one."""

import numpy as np
import pytest

from lut import Recipe, RecipeError, TableStore
from lut.base.packing import colours, samples
from lut.separation.recipe import Black
from tests.lut.separation.rules.helpers import greys, steepest

TOGETHER = {"black": "neutral~6", "max_ink": 240, "brand": ("E30613:0,100,100,0~3",)}


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("precision", ["trilinear", "exact"])
def test_all_rules_hold_together(store: TableStore, precision: str) -> None:
    entries = store.table(Recipe(precision=precision, **TOGETHER)).entries  # type: ignore[arg-type]  # of a table of them
    assert samples(entries).sum(axis=-1, dtype=np.int32).max() <= 240 * 2.55
    channels = samples(colours())[..., :3].astype(np.int16)
    red = np.abs(channels - (0xE3, 0x06, 0x13)).max(axis=-1) <= 3
    assert (samples(entries[red]) == (0, 255, 255, 0)).all()
    on_axis = samples(greys(entries)).astype(int)
    assert not on_axis[:, :3].any()
    assert (np.diff(on_axis[:, 3]) <= 0).all()
    assert (on_axis[0, 3], on_axis[-1, 3]) == (255, 0)
    # A brand colour has a hard edge; elsewhere no ink steps by more than the blend and a little.
    entries = entries.copy()
    entries[red] = store.table(Recipe(precision=precision)).entries[red]  # type: ignore[arg-type]  # see above
    assert steepest(entries) <= 255 / 7 + 12


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("rules", [{}, {"black": "pure~6"}, {"max_ink": 200}, TOGETHER])
def test_a_separation_is_its_table(store: TableStore, rules: dict[str, object]) -> None:
    recipe = Recipe(**rules)  # type: ignore[arg-type]  # of a table of them
    some = colours()[::1009].copy()
    table = store.table(recipe)
    np.testing.assert_array_equal(store.separation(recipe).of(some), table.entries[some])
    assert table.digest == store.separation(recipe).digest


def test_each_rule_has_its_own_digest(store: TableStore) -> None:
    recipes = [
        Recipe(),
        Recipe(precision="exact"),
        Recipe(intent="perceptual"),
        Recipe(bpc=False),
        Recipe(black="pure"),
        Recipe(black="pure~1"),
        Recipe(black="neutral"),
        Recipe(max_ink=240),
        Recipe(max_ink=240.5),
        Recipe(brand=("E30613:0,100,100,0",)),
        Recipe(brand=("E30613:0,100,100,0~1",)),
    ]
    digests = {store.separation(recipe).digest for recipe in recipes}
    assert len(digests) == len(recipes)


def test_the_grid_serves_only_its_own_intent(store: TableStore) -> None:
    for other in ({"intent": "perceptual"}, {"bpc": False}, {"intent": "absolute"}):
        assert store.separation(Recipe(**other)).precision == "exact"
        with pytest.raises(RecipeError, match="must be exact or auto, got trilinear"):
            store.separation(Recipe(precision="trilinear", **other))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"intent": "vivid"}, "intent must be one of relative, perceptual.*'vivid'"),
        ({"intent": "absolute", "bpc": True}, "bpc does not apply to intent absolute"),
        ({"black": "grey"}, "black must be rich, pure, neutral.*'grey'"),
        ({"black": "rich~3"}, "black must be"),
        ({"black": "pure~65"}, "black must be"),
        ({"black": "pure~"}, "black must be"),
        ({"max_ink": 149}, "max_ink must be 150 … 400 percent, got 149"),
        ({"max_ink": float("nan")}, "max_ink must be"),
        ({"brand": ("E30613",)}, "brand must look like"),
        ({"brand": ("E30613:0,100,100,0", "E40613:0,0,0,0~1")}, "overlap"),
        ({"brand": ("E30613:0,100,100,0",), "max_ink": 199}, "whole levels, than max_ink=199"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(options: dict[str, object], words: str) -> None:
    with pytest.raises(RecipeError, match=words):
        Recipe(**options)  # type: ignore[arg-type]  # wrong on purpose


def test_black_is_parsed() -> None:
    assert Recipe(black="neutral~6").black_rule == Black("neutral", 6)
    assert Recipe().black_rule == Black("rich", 0)
