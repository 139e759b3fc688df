import asyncio
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest

from app.send.strip_queue import WINDOW, Abandoned, Pump

PATIENCE_S = 10
Check = Callable[[], None]
Work = Callable[[Check], Generator[int]]


def awake() -> AbstractContextManager[None]:
    """A rest that costs nothing."""
    return nullcontext()


def counting(stop: int) -> Work:
    def work(check: Check) -> Generator[int]:
        yield from range(stop)

    return work


async def read(work: Work) -> list[int]:
    return [item async for item in Pump(work, awake).items()]


def none_runs() -> bool:
    """Whether every pump's thread ends; it says that it has finished a moment before it has."""
    pumps = [thread for thread in threading.enumerate() if thread.name == "pump"]
    for thread in pumps:
        thread.join(PATIENCE_S)
    return not any(thread.is_alive() for thread in pumps)


async def happened(event: threading.Event) -> None:
    """Wait for the thread, without keeping the loop from it."""
    assert await asyncio.to_thread(event.wait, PATIENCE_S)


@pytest.mark.parametrize("stop", [0, 1, WINDOW, WINDOW + 1, 1000])
def test_all_items_come_in_order(stop: int) -> None:
    assert asyncio.run(read(counting(stop))) == list(range(stop))


def test_work_runs_in_one_thread_that_is_not_the_readers() -> None:
    seen = []

    def work(check: Check) -> Generator[int]:
        for number in range(20):
            seen.append(threading.current_thread())
            yield number
        seen.append(threading.current_thread())

    asyncio.run(read(work))
    assert len(set(seen)) == 1
    assert seen[0] is not threading.current_thread()
    assert none_runs()


def test_a_reader_that_stalls_stops_the_work_within_the_window() -> None:
    resting, made = threading.Event(), 0

    @contextmanager
    def rest() -> Iterator[None]:
        resting.set()
        yield

    def work(check: Check) -> Generator[int]:
        nonlocal made
        for number in range(100):
            made += 1
            yield number

    async def reader() -> list[int]:
        items = Pump(work, rest).items()
        ahead = []
        for taken in range(1, 6):
            resting.clear()
            await anext(items)
            await happened(resting)
            ahead.append(made - taken)
        await items.aclose()
        return ahead

    assert asyncio.run(reader()) == [0, *[WINDOW] * 4]  # the first one decides how others go


def test_rest_is_entered_while_the_window_is_full_and_left_to_work() -> None:
    resting = threading.Event()
    told: list[str] = []

    @contextmanager
    def rest() -> Iterator[None]:
        told.append("rests")
        resting.set()
        yield
        resting.clear()
        told.append("works")

    def work(check: Check) -> Generator[int]:
        for number in range(WINDOW + 1):
            assert not resting.is_set()
            yield number

    async def reader() -> list[int]:
        items = Pump(work, rest).items()
        first = await anext(items)
        await happened(resting)
        return [first, *[item async for item in items]]

    assert asyncio.run(reader()) == list(range(WINDOW + 1))
    assert told == ["rests", "works"]


def test_a_reader_that_keeps_up_lets_nobody_rest() -> None:
    def rest() -> AbstractContextManager[None]:
        pytest.fail("nobody waits")

    taken = threading.Semaphore(1)

    def work(check: Check) -> Generator[int]:
        for number in range(50):
            assert taken.acquire(timeout=PATIENCE_S)
            yield number

    async def reader() -> None:
        async for _ in Pump(work, rest).items():
            taken.release()

    asyncio.run(reader())


@pytest.mark.parametrize("after", [0, 1, WINDOW, 3 * WINDOW])
def test_what_goes_wrong_arrives_after_the_items_before_it(after: int) -> None:
    def work(check: Check) -> Generator[int]:
        yield from range(after)
        raise LookupError("the end")

    async def reader() -> list[int]:
        items = Pump(work, awake).items()
        got = [await anext(items) for _ in range(after)]
        with pytest.raises(LookupError, match="the end"):
            await anext(items)
        return got

    assert asyncio.run(reader()) == list(range(after))
    assert none_runs()


def test_work_that_cannot_begin_is_heard() -> None:
    def work(check: Check) -> Generator[int]:
        raise LookupError("no such work")

    with pytest.raises(LookupError, match="no such work"):
        asyncio.run(read(work))


@pytest.mark.parametrize("taken", [1, 2, WINDOW + 2])
def test_closing_early_closes_the_work_before_it_returns(taken: int) -> None:
    closed: list[threading.Thread] = []

    def work(check: Check) -> Generator[int]:
        try:
            yield from range(1_000_000)
        finally:
            closed.append(threading.current_thread())

    async def reader() -> None:
        items = Pump(work, awake).items()
        for _ in range(taken):
            await anext(items)
        await items.aclose()
        assert len(closed) == 1

    asyncio.run(reader())
    assert none_runs()


def test_check_raises_once_the_reader_has_left() -> None:
    left: list[str] = []

    def work(check: Check) -> Generator[int]:
        check()
        yield 0
        try:
            while True:
                check()
        except Abandoned:
            left.append("heard")
            raise

    async def reader() -> None:
        items = Pump(work, awake).items()
        await anext(items)
        await items.aclose()
        assert left == ["heard"]

    asyncio.run(reader())


def test_a_cancelled_reader_takes_the_work_with_it() -> None:
    begun, closed = threading.Event(), threading.Event()

    def work(check: Check) -> Generator[int]:
        try:
            begun.set()
            while not closed.is_set():
                check()
            yield 0
        finally:
            closed.set()

    async def reader() -> None:
        task = asyncio.create_task(read(work))
        await happened(begun)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert closed.is_set()

    asyncio.run(reader())


def test_nothing_is_started_before_the_first_item_is_asked_for() -> None:
    begun = threading.Event()

    def work(check: Check) -> Generator[int]:
        begun.set()
        yield 0

    async def reader() -> None:
        items = Pump(work, awake).items()
        await items.aclose()

    asyncio.run(reader())
    assert none_runs()
    assert not begun.is_set()
