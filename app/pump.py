"""Items from one working thread to one asynchronous reader.

The thread loops over a blocking generator and hands each item over with
`call_soon_threadsafe`; a window bounds how many wait for the reader. There is no hop to a
thread per item, and when the reader leaves, the generator is closed before the pump is.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractContextManager
from contextvars import copy_context
from typing import Final, Generic, TypeVar

import anyio

WINDOW: Final = 4
"""Items that may wait for the reader."""

Item = TypeVar("Item")
Rest = Callable[[], AbstractContextManager[None]]


class Abandoned(Exception):
    """The reader has left; never seen outside the working thread."""


class _End:
    """After the last item; with what went wrong, if anything did."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class Pump(Generic[Item]):
    """Runs a generator in a thread of its own.

    Args:
        work: given a callable that raises `Abandoned` once the reader has left, for long
            stretches without an item; returns the generator. Only the thread touches it.
        rest: entered while the thread waits for the reader.
    """

    def __init__(self, work: Callable[[Callable[[], None]], Generator[Item]], rest: Rest) -> None:
        self._work = work
        self._rest = rest
        self._window = threading.Semaphore(WINDOW)
        self._left = threading.Event()
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Item | _End] = asyncio.Queue()
        self._finished = asyncio.Event()

    async def items(self) -> AsyncGenerator[Item]:
        """Start the thread; its items, in order. Close it to stop the thread.

        Raises:
            whatever the generator raised, after the items that came before.
        """
        context = copy_context()
        threading.Thread(target=context.run, args=(self._run,), name="pump", daemon=True).start()
        try:
            while not isinstance(item := await self._queue.get(), _End):
                yield item
                self._window.release()
            if item.error:
                raise item.error
        finally:
            await self._stop()

    async def _stop(self) -> None:
        self._left.set()
        self._window.release()
        with anyio.CancelScope(shield=True):
            await self._finished.wait()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            self._pass_on(self._work(self._check))
        except Abandoned:
            pass
        except BaseException as caught:  # noqa: BLE001 - whatever it is, the reader must hear of it
            error = caught
        self._post(_End(error))
        self._loop.call_soon_threadsafe(self._finished.set)

    def _pass_on(self, items: Generator[Item]) -> None:
        try:
            for item in items:
                if not self._window.acquire(blocking=False):
                    with self._rest():
                        self._window.acquire()
                        self._check()
                self._check()
                self._post(item)
        finally:
            items.close()

    def _check(self) -> None:
        if self._left.is_set():
            raise Abandoned

    def _post(self, item: Item | _End) -> None:
        self._loop.call_soon_threadsafe(self._queue.put_nowait, item)
