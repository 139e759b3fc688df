"""A refused body is read on for a while, so that its client reads the refusal.

The kernel resets a connection that is closed while the client still sends, and the answer is lost
with it. So the service answers first, then reads and drops what the client still sends, up to a
bound, and closes the connection after that.
"""

import asyncio
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 64 << 20
MOST_S: Final = 5.0
"""Bytes that are dropped, and seconds; after either the connection is closed."""


class RefusedBody:
    """ASGI middleware around everything that may answer before it has read the whole body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, answer, and drop what the client still sends."""
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        body = _Body(receive, expected="expect" in Headers(scope=scope))

        async def answer(message: Message) -> None:
            if body.finished:
                await send(message)
            elif message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
                body.is_awaited = message["status"] != HTTPStatus.REQUEST_TIMEOUT
                await send(message)
            elif message.get("more_body"):
                await send(message)
            else:
                await send({**message, "more_body": True})
                await body.drain()
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self._app(scope, body.receive, answer)


class _Body:
    """A body that a client sends.

    Attributes:
        finished: whether all of it was received, or the client has left.
        is_awaited: whether it is worth waiting for the rest.
    """

    def __init__(self, receive: Receive, *, expected: bool) -> None:
        self.finished = False
        self.is_awaited = True
        self._receive = receive
        self._invited = not expected

    async def receive(self) -> Message:
        """Return the next message of the body."""
        self._invited = True
        message = await self._receive()
        self.finished = message["type"] != "http.request" or not message.get("more_body")
        return message

    async def drain(self) -> None:
        """Read and drop the rest, unless the client was too slow, or waits for `100 Continue`."""
        received = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(MOST_S):
                while self._comes and received < MOST_BYTES:
                    received += len((await self.receive()).get("body", b""))

    @property
    def _comes(self) -> bool:
        return self.is_awaited and self._invited and not self.finished


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
