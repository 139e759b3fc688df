"""Blocking work in a thread of its own, for as long as its client is there.

Each request has a thread of its own: those of a common pool would be taken by conversions that wait
for a slot, and a thumbnail would wait behind them.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from traceback import clear_frames
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from app.base.cancellation import Abandoned

Result = TypeVar("Result")


class Client:
    """The client of one request, as the request's threads see it."""

    def __init__(self) -> None:
        self._has_left = threading.Event()

    def leave(self) -> None:
        """Let every later check raise."""
        self._has_left.set()

    def check(self) -> None:
        """Raise Abandoned once the client has left."""
        if self._has_left.is_set():
            raise Abandoned


async def in_thread(
    request: Request,
    client: Client,
    work: Callable[[], Result],
    discard: Callable[[Result], None] = lambda _: None,
) -> Result:
    """Return what `work` returns, unless the client leaves first.

    Args:
        request: its body has been read.
        client: leaves when the request's connection is lost; `work` calls its check.
        work: blocking; done by a thread of its own.
        discard: given the result where the client has left before it was there.

    Raises:
        ClientDisconnect: the client has left; the thread has ended by then.
        whatever `work` raises.
    """
    done = start_thread(work)
    try:
        await unless_left(request, done)
    except BaseException:
        client.leave()
        try:
            await ended(done)
        finally:
            if not done.exception():
                await asyncio.to_thread(discard, done.result())
        raise
    return done.result()


def start_thread(work: Callable[[], Result]) -> asyncio.Future[Result]:
    """Start a thread that does `work`, in this context; return its result to come."""
    done: Future[Result] = Future()
    done.set_running_or_notify_cancel()  # from now on nobody can cancel it

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the event loop raises it
            # Its frames hold pictures and files, and it is part of a cycle with its own future.
            clear_frames(error.__traceback__)
            done.set_exception(error)
        else:
            done.set_result(result)

    context = copy_context()
    threading.Thread(target=context.run, args=(run,), name="worker", daemon=True).start()
    return asyncio.wrap_future(done)


async def ended(done: asyncio.Future[Result]) -> None:
    """Wait for the end of some work, even where this task is cancelled meanwhile, or again."""
    cancelled: asyncio.CancelledError | None = None
    while not done.done():
        try:
            await asyncio.wait({done})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled


async def unless_left(request: Request, done: asyncio.Future[Result]) -> None:
    """Wait for a result, or for the client to leave.

    Raises:
        ClientDisconnect: the client has left first.
    """
    leaving = asyncio.ensure_future(_left(request))
    try:
        first: set[asyncio.Future[Result] | asyncio.Task[None]] = {done, leaving}
        await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        await asyncio.wait({leaving})
    # After the last await: a result that comes while this one waits would count twice.
    if not done.done():
        raise ClientDisconnect


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
