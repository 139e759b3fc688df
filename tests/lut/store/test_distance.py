"""Distances against Lab computed from the standards' own formulas."""

import numpy as np
import pytest

from lut import Recipe, TableStore
from lut.base.packing import COLOURS, PACKED, Packed
from lut.colorimetry.lab import Lab, delta_e, lab_of
from lut.icc.source_profiles import named
from lut.store.distance import FARTHEST, PER_DELTA_E, Distance, source_lab

# IEC 61966-2-1, adapted to D50 by Bradford: the sRGB profile's own columns.
TO_XYZ = np.array(
    [[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]]
)
D50 = np.array([0.9642, 1.0, 0.8249])
SOME = np.random.default_rng(0).integers(0, COLOURS, 3000).astype(PACKED)
BLACK, WHITE, BLUE = 0, 0xFFFFFF, 0xFF0000


def by_formula(colours: Packed, black: float = 0.0) -> Lab:
    """Return CIELAB of sRGB; with the luminance of a press's black, compensated (ISO 18619)."""
    levels = np.stack([colours >> shift & 255 for shift in (0, 8, 16)], axis=-1) / 255
    light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    xyz = light @ TO_XYZ.T / D50 * (1 - black) + black
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = f.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def distance_of(store: TableStore, recipe: Recipe) -> tuple[Distance, Packed]:
    return store.distance(recipe), store.table(recipe).entries


def test_a_sources_colours_are_those_of_its_standard() -> None:
    np.testing.assert_allclose(source_lab(SOME, named("srgb")), by_formula(SOME), atol=0.05)


@pytest.mark.parametrize("bpc", [True, False])
def test_it_is_delta_e_to_what_was_meant(store: TableStore, bpc: bool) -> None:
    recipe = Recipe(bpc=bpc)
    press = store.conditions[recipe.condition].profile
    entries = store.separation(recipe).of(SOME)
    black = store.separation(recipe).of(np.zeros(1, PACKED))
    lightness = lab_of(black, press)[0, 0] if bpc else 0.0
    meant = by_formula(SOME, ((lightness + 16) / 116) ** 3 if bpc else 0.0)
    expected = delta_e(meant, lab_of(entries, press))
    found = store.distance(recipe).of(SOME, entries) / PER_DELTA_E
    assert np.abs(found - np.minimum(expected, FARTHEST)).max() < 0.11 + 0.03


def test_black_is_within_gamut_only_where_it_is_compensated(store: TableStore) -> None:
    for bpc, most, least in ((True, 0.2, 0.0), (False, 10.0, 5.0)):
        recipe = Recipe(bpc=bpc)
        black = np.array([BLACK], PACKED)
        found = store.distance(recipe).of(black, store.separation(recipe).of(black))
        assert least <= found[0] / PER_DELTA_E <= most


def test_white_is_paper_and_blue_is_out_of_reach(store: TableStore) -> None:
    distance, entries = distance_of(store, Recipe())
    wanted = np.array([WHITE, BLUE], PACKED)
    white, blue = distance.of(wanted, entries[wanted]) / PER_DELTA_E
    assert white == 0
    assert blue > 10


def test_the_absolute_intent_is_judged_with_its_paper(store: TableStore) -> None:
    recipe = Recipe(intent="absolute")
    white = np.array([WHITE], PACKED)
    bare = store.distance(recipe).of(white, np.zeros(1, PACKED))
    assert bare[0] / PER_DELTA_E > 3


@pytest.mark.load  # computes for all 2²⁴ colours
def test_a_table_holds_the_distance_of_every_colour(store: TableStore) -> None:
    recipe = Recipe()
    distance, entries = distance_of(store, recipe)
    table = store.distances(recipe).entries
    assert table.dtype == np.uint8
    np.testing.assert_array_equal(table[SOME], distance.of(SOME, entries[SOME]))
    np.testing.assert_array_equal(store.measure(recipe)(SOME, entries[SOME]), table[SOME])


def test_without_a_table_a_strip_is_measured_by_its_own_colours(store: TableStore) -> None:
    recipe = Recipe("fogra39-coated", bpc=False)
    strip = np.tile(SOME[:60].reshape(6, 10), (2, 3))
    entries = store.separation(recipe).of(strip)
    found = store.measure(recipe)(strip, entries)
    expected = store.distance(recipe).of(strip.reshape(-1), entries.reshape(-1))
    np.testing.assert_array_equal(found.reshape(-1), expected)
    assert found.shape == strip.shape


@pytest.mark.load  # computes for all 2²⁴ colours
def test_rules_change_only_what_they_reach(store: TableStore) -> None:
    plain, ruled = Recipe(), Recipe(black="pure~2", max_ink=240)
    distance, entries = distance_of(store, ruled)
    table = store.distances(ruled).entries
    changed = np.flatnonzero(entries != store.table(plain).entries).astype(PACKED)
    assert 0 < len(changed) < COLOURS // 4
    same = np.delete(np.arange(COLOURS, dtype=PACKED), changed)
    np.testing.assert_array_equal(table[same], store.distances(plain).entries[same])
    some = changed[:: len(changed) // 1000]
    np.testing.assert_array_equal(table[some], distance.of(some, entries[some]))


def test_all_that_decides_it_is_in_its_digest(store: TableStore) -> None:
    recipes = [
        Recipe(),
        Recipe(bpc=False),
        Recipe(intent="perceptual"),
        Recipe(intent="absolute"),
        Recipe("fogra39-coated"),
        Recipe(source="adobe-rgb"),
        Recipe(black="pure"),
    ]
    digests = {store.distance(recipe).digest for recipe in recipes}
    digests |= {store.separation(recipe).digest for recipe in recipes}
    assert len(digests) == 2 * len(recipes)
