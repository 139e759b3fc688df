"""Many small pictures: when the table is made, by the count of their pixels."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from lut.base.packing import COLOURS
from lut.separation.separation import Separation
from lut.store import when_a_table_pays
from lut.store.when_a_table_pays import PixelCounts
from tests.lut.stubs import Stub


def separation(digest: str, worth_a_table: int = COLOURS) -> Separation:
    stub = Stub(digest)
    stub.worth_a_table = worth_a_table
    return Separation(stub)  # type: ignore[arg-type]  # a stub


@pytest.mark.parametrize(("pixels", "pays"), [(99, False), (100, True), (101, True)])
def test_a_large_picture_pays_alone(pixels: int, pays: bool) -> None:
    assert PixelCounts().table_pays(separation("a", 100), pixels) is pays


def test_small_pictures_pay_together_once_they_are_as_many_pixels_as_colours() -> None:
    counts, small = PixelCounts(), COLOURS // 4
    assert [counts.table_pays(separation("a"), small) for _ in range(4)] == [False] * 3 + [True]


def test_one_pixel_less_does_not_pay() -> None:
    counts = PixelCounts()
    assert not counts.table_pays(separation("a"), COLOURS - 2)
    assert not counts.table_pays(separation("a"), 1)
    assert counts.table_pays(separation("a"), 1)


def test_each_separation_has_its_own_count() -> None:
    counts, half = PixelCounts(), COLOURS // 2
    answers = [counts.table_pays(separation(digest), half) for digest in "abab"]
    assert answers == [False, False, True, True]


def test_once_a_table_has_paid_the_count_begins_again() -> None:
    counts, half = PixelCounts(), COLOURS // 2
    answers = [counts.table_pays(separation("a"), half) for _ in range(4)]
    assert answers == [False, True, False, True]


def test_the_separation_seen_longest_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(when_a_table_pays, "REMEMBERED", 2)
    counts, half = PixelCounts(), COLOURS // 2
    for digest in "abac":
        counts.table_pays(separation(digest), half // 2)
    assert counts.table_pays(separation("a"), half)
    assert not counts.table_pays(separation("b"), half)


def test_threads_lose_no_pixel() -> None:
    counts, pieces = PixelCounts(), 1 << 10
    one = separation("a")
    with ThreadPoolExecutor(4) as threads:
        answers = list(
            threads.map(lambda _: counts.table_pays(one, COLOURS // pieces), range(pieces))
        )
    assert answers.count(True) == 1
