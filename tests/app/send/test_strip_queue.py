"""A window of chunks between one working thread and one task."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest

from app.base.cancellation import Abandoned, Check, never
from app.send.strip_queue import WINDOW, StripQueue

PATIENCE_S = 10
Rest = Callable[[], AbstractContextManager[None]]


def no_rest() -> AbstractContextManager[None]:
    return nullcontext()


def writing(queue: StripQueue, count: int, rest: Rest, check: Check) -> threading.Thread:
    """A thread that writes so many chunks, each its number, and ends the queue."""

    def write() -> None:
        try:
            for number in range(count):
                queue.write(b"%d" % number, rest, check)
        except Abandoned:
            pass
        queue.end()

    thread = threading.Thread(target=write)
    thread.start()
    return thread


async def happened(event: threading.Event) -> None:
    """Wait for the thread without blocking the event loop."""
    assert await asyncio.to_thread(event.wait, PATIENCE_S)


@pytest.mark.parametrize("count", [0, 1, WINDOW, WINDOW + 1, 1000])
def test_all_chunks_come_in_order(count: int) -> None:
    async def read() -> list[int]:
        queue = StripQueue()
        thread = writing(queue, count, no_rest, never)
        found = [int(bytes(chunk)) async for chunk in queue.chunks()]
        await asyncio.to_thread(thread.join)
        return found

    assert asyncio.run(read()) == list(range(count))


def test_a_client_that_does_not_read_stops_the_thread_within_the_window() -> None:
    resting, written = threading.Event(), []

    @contextmanager
    def rest() -> Iterator[None]:
        resting.set()
        yield
        written.append("rested")

    def check() -> None:
        written.append("checked")

    async def read() -> None:
        queue = StripQueue()
        thread = writing(queue, WINDOW + 1, rest, check)
        await happened(resting)
        chunks = queue.chunks()
        assert [await anext(chunks) for _ in range(WINDOW)] == [b"0", b"1", b"2", b"3"]
        assert "rested" not in written[:WINDOW]
        assert [chunk async for chunk in chunks] == [b"4"]
        await asyncio.to_thread(thread.join)

    asyncio.run(read())
    assert written.count("rested") == 1


def test_a_client_that_keeps_up_lets_the_thread_never_rest() -> None:
    def rest() -> AbstractContextManager[None]:
        pytest.fail("it waits")

    async def read() -> int:
        queue = StripQueue()
        thread = writing(queue, WINDOW, rest, never)
        count = len([chunk async for chunk in queue.chunks()])
        await asyncio.to_thread(thread.join)
        return count

    assert asyncio.run(read()) == WINDOW


def test_a_check_that_raises_ends_a_thread_that_waits() -> None:
    left, resting = threading.Event(), threading.Event()

    @contextmanager
    def rest() -> Iterator[None]:
        resting.set()
        yield
        pytest.fail("it takes its slot again although nobody wants the rest")

    def check() -> None:
        if left.is_set():
            raise Abandoned

    async def leave() -> None:
        thread = writing(StripQueue(), WINDOW + 1, rest, check)
        await happened(resting)
        left.set()
        await asyncio.to_thread(thread.join, PATIENCE_S)
        assert not thread.is_alive()

    asyncio.run(leave())
