"""Items from one working thread to one asynchronous reader.

The thread loops over a blocking generator. The first item is handed over with
`call_soon_threadsafe`; the others too, a window of them at most, or, where the reader has an
outlet, the thread writes them there itself. There is no hop to a thread per item, and when the
reader leaves, the generator is closed before the pump is.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractContextManager
from contextvars import copy_context
from itertools import islice
from typing import Any, Final, Generic, Protocol, TypeVar

import anyio

WINDOW: Final = 4
"""Items that may wait for the reader."""

SOON_S: Final = 0.05
"""In which a reader that is there has taken the first item."""

Item = TypeVar("Item")
Rest = Callable[[], AbstractContextManager[None]]
Check = Callable[[], None]


class Outlet(Protocol):
    """Where the thread itself may put bytes; see `app.connection.socket_writer.Outlet`."""

    def write(self, chunk: Any, rest: Rest, check: Check) -> None:
        """All of them."""


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
        self._wanted = threading.Event()
        self._outlet: Outlet | None = None
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
                self._wanted.set()
                self._window.release()
            if item.error:
                raise item.error
        finally:
            await self._stop()

    async def write_on(self, outlet: Outlet) -> None:
        """After the first item: the thread writes all others to `outlet`.

        Raises:
            whatever the generator raised, or the outlet.
        """
        self._outlet = outlet
        self._wanted.set()
        end = await self._queue.get()
        if isinstance(end, _End) and end.error:
            raise end.error

    async def _stop(self) -> None:
        self._left.set()
        self._wanted.set()
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
            for item in islice(items, 1):
                self._check()
                self._post(item)
                self._await_more()
            for item in items:
                if self._outlet:
                    self._outlet.write(item, self._rest, self._check)
                else:
                    self._hand_over(item)
        finally:
            items.close()

    def _await_more(self) -> None:
        """How the others go is known once the first has been taken."""
        self._window.acquire()
        if not self._wanted.wait(SOON_S):
            with self._rest():
                self._wanted.wait()
                self._check()

    def _hand_over(self, item: Item) -> None:
        if not self._window.acquire(blocking=False):
            with self._rest():
                self._window.acquire()
                self._check()
        self._check()
        self._post(item)

    def _check(self) -> None:
        if self._left.is_set():
            raise Abandoned

    def _post(self, item: Item | _End) -> None:
        self._loop.call_soon_threadsafe(self._queue.put_nowait, item)
