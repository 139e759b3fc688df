"""The order of a table's entries, place by place."""

import numpy as np
import pytest

from lut import Table
from lut.base.packing import COLOURS, Packed, colours
from lut.tables.order import LIGHTER, by_colour, colours_at, placed, places

pytestmark = pytest.mark.load  # all 2²⁴ places

EVERY = colours()


def test_every_colour_has_a_place_of_its_own() -> None:
    taken = np.zeros(COLOURS, np.bool_)
    taken[places(EVERY)] = True
    assert taken.all()


@pytest.mark.load  # computes for all 2²⁴ colours
def test_a_step_lighter_is_a_place_on() -> None:
    lighter = (EVERY + LIGHTER) % COLOURS
    np.testing.assert_array_equal(places(lighter), (places(EVERY) + 1) % COLOURS)
    np.testing.assert_array_equal(colours_at(places(EVERY)), EVERY)
    np.testing.assert_array_equal(places(np.arange(256, dtype=np.uint32) * LIGHTER), range(256))


def test_the_place_in_integers_without_bounds(rng: np.random.Generator) -> None:
    some = rng.integers(0, COLOURS, 1000, np.uint32)
    assert places(some).tolist() == [(colour - 256 * colour) % COLOURS for colour in some.tolist()]


@pytest.mark.parametrize("above", [1, 0x80, 0xFF])
def test_what_is_above_a_colour_is_not_looked_at(above: int) -> None:
    np.testing.assert_array_equal(places(EVERY | np.uint32(above << 24)), places(EVERY))


def test_places_may_be_written_over_the_colours() -> None:
    colours_ = EVERY.copy()
    assert places(colours_, colours_) is colours_
    np.testing.assert_array_equal(colours_, places(EVERY))


@pytest.mark.load  # computes for all 2²⁴ colours
@pytest.mark.parametrize("dtype", [np.uint32, np.uint8])
def test_entries_are_put_in_their_places(rng: np.random.Generator, dtype: type) -> None:
    entries = rng.integers(0, 256, COLOURS, dtype)
    moved = placed(entries)
    assert moved.dtype == dtype
    np.testing.assert_array_equal(moved[places(EVERY)], entries)
    np.testing.assert_array_equal(by_colour(moved), entries)


def test_a_table_knows_its_entries(trilinear: Table, expanded: Packed) -> None:
    np.testing.assert_array_equal(trilinear.entries, expanded)
    some = EVERY[::4099].reshape(1, -1)
    np.testing.assert_array_equal(trilinear.at(some), expanded[some])
    assert trilinear.entries.flags.writeable
