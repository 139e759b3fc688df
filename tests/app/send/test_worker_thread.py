"""Blocking work in a thread of its own, which its client can abandon."""

import asyncio
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from app.base.cancellation import Abandoned
from app.send.worker_thread import Client, in_thread

PATIENCE_S = 10
NAME: ContextVar[str] = ContextVar("name", default="nobody")


class Connection:
    """A client's connection, which it may leave."""

    def __init__(self) -> None:
        self.left = asyncio.Event()
        self.request = Request({"type": "http"}, self._receive)

    async def _receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}


async def done(work: Callable[[], Any]) -> Any:
    return await in_thread(Connection().request, Client(), work)


def test_the_result_comes_from_another_thread_with_the_requests_context() -> None:
    async def asked() -> tuple[threading.Thread, str]:
        NAME.set("the client")
        thread, name = await done(lambda: (threading.current_thread(), NAME.get()))
        return thread, name

    thread, name = asyncio.run(asked())
    assert thread is not threading.current_thread()
    assert name == "the client"


def test_what_goes_wrong_is_raised() -> None:
    def work() -> None:
        raise LookupError("no such work")

    with pytest.raises(LookupError, match="no such work"):
        asyncio.run(done(work))


def test_a_client_that_leaves_ends_the_work_before_it_is_reported() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def leave() -> None:
        connection, client = Connection(), Client()

        def work() -> None:
            begun.set()
            try:
                while True:
                    client.check()
            except Abandoned:
                ended.set()
                raise

        task = asyncio.create_task(in_thread(connection.request, client, work))
        assert await asyncio.to_thread(begun.wait, PATIENCE_S)
        connection.left.set()
        with pytest.raises(ClientDisconnect):
            await task
        assert ended.is_set()

    asyncio.run(leave())


def test_a_result_that_comes_too_late_is_discarded() -> None:
    begun, go = threading.Event(), threading.Event()
    discarded: list[str] = []

    async def leave() -> None:
        connection, client = Connection(), Client()

        def work() -> str:
            begun.set()
            assert go.wait(PATIENCE_S)
            return "a conversion"

        asking = in_thread(connection.request, client, work, discarded.append)
        task = asyncio.create_task(asking)
        assert await asyncio.to_thread(begun.wait, PATIENCE_S)
        task.cancel()
        asyncio.get_running_loop().call_later(0, go.set)
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(leave())
    assert discarded == ["a conversion"]


def test_a_result_that_is_returned_is_not_discarded() -> None:
    async def asked() -> str:
        return await in_thread(Connection().request, Client(), lambda: "kept", pytest.fail)

    assert asyncio.run(asked()) == "kept"
