"""Two threads give the same strips in the same order as one, however they end."""

import threading
from collections.abc import Callable, Generator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.capacity.slots import Slots, Spare
from app.convert.second_thread import AHEAD, with_second_thread
from lut.base.packing import Bytes

PATIENCE_S = 10


def strips(count: int, *, ends: threading.Event | None = None) -> Generator[Bytes]:
    try:
        for number in range(count):
            yield np.full((1, 1, 4), number, np.uint8)
    finally:
        if ends:
            ends.set()


def finished(strip: Bytes) -> memoryview:
    return memoryview(strip.tobytes())


def spare(slots: int = 2) -> Spare:
    return Slots(slots, 0).spare()


@given(st.integers(0, 40), st.integers(0, 2))
@settings(deadline=None)
def test_every_strip_comes_once_and_in_order(count: int, slots: int) -> None:
    found = list(with_second_thread(strips(count), (finished, finished), spare(slots)))
    assert found == [bytes([number] * 4) for number in range(count)]


def test_the_second_thread_converts_where_strips_pile_up_and_gives_its_slot_back() -> None:
    slots, piled = Slots(2, 0), threading.Event()

    def mine(_: Bytes) -> memoryview:
        return memoryview(b"mine")

    def theirs(_: Bytes) -> memoryview:
        piled.set()
        return memoryview(b"theirs")

    chunks = with_second_thread(strips(20), (mine, theirs), slots.spare())
    found = [next(chunks)]
    assert piled.wait(PATIENCE_S)
    found += chunks
    assert len(found) == 20
    assert set(found) == {b"mine", b"theirs"}
    assert slots.take_free()
    assert slots.take_free()


def test_a_stalled_client_stops_the_second_thread_and_costs_no_slot() -> None:
    slots = Slots(1, 0)
    decoded = []

    def counted() -> Generator[Bytes]:
        for strip in strips(100):
            decoded.append(strip)
            yield strip

    with closing(with_second_thread(counted(), (finished, finished), slots.spare())) as chunks:
        next(chunks)
        assert soon(lambda: len(decoded) == AHEAD + 1 and slots.take_free())
        assert len(decoded) == AHEAD + 1


def soon(holds: Callable[[], bool]) -> bool:
    tick = threading.Event()
    return any(holds() or tick.wait(0.001) for _ in range(PATIENCE_S * 1000))


def test_an_error_comes_after_what_came_before_it() -> None:
    def broken() -> Generator[Bytes]:
        yield from strips(3)
        raise LookupError("damaged")

    chunks = with_second_thread(broken(), (finished, finished), spare())
    assert [next(chunks) for _ in range(3)] == [bytes([number] * 4) for number in range(3)]
    with pytest.raises(LookupError, match="damaged"):
        next(chunks)


@pytest.mark.parametrize("taken", [0, 1, 5])
@pytest.mark.parametrize("slots", [0, 2])
def test_closing_early_ends_the_second_thread_and_closes_its_strips(taken: int, slots: int) -> None:
    ends, before = threading.Event(), threading.active_count()
    chunks = with_second_thread(strips(100, ends=ends), (finished, finished), spare(slots))
    for _ in range(taken):
        next(chunks)
    chunks.close()
    assert ends.is_set() == (taken > 0)
    assert threading.active_count() == before


def test_an_error_of_ours_ends_the_second_thread() -> None:
    def mine(_: Bytes) -> memoryview:
        raise ZeroDivisionError

    ends, before = threading.Event(), threading.active_count()
    with pytest.raises(ZeroDivisionError):
        next(with_second_thread(strips(100, ends=ends), (mine, mine), spare(0)))
    assert ends.is_set()
    assert threading.active_count() == before
