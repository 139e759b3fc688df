"""The answer to a conversion: its head at once, its body while the client is there to read it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import aclosing
from functools import partial
from typing import Final, Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.base.cancellation import Check, Rest
from app.base.errors import AppError
from app.base.timings import Timings
from app.connection.protocol import CONNECTION, DirectHttpTools
from app.connection.socket_writer import SocketWriter
from app.convert.engine import Conversion
from app.send.strip_queue import StripQueue
from app.send.worker_thread import Client, ended, start_thread, unless_left
from lut.base.errors import LutError

log = logging.getLogger(__name__)
SENT_DIRECTLY: Final = "sent_directly"
"""In a request's state: bytes of its answer that the working thread wrote to the socket itself."""

SOON_S: Final = 0.05
"""Seconds in which a client that reads has taken the head. After that the slot is given up."""


class Destination(Protocol):
    """Where the working thread writes a body: a `SocketWriter` or a `StripQueue`."""

    def write(self, chunk: bytes | memoryview, rest: Rest, check: Check) -> None:
        """Write a chunk; `rest` while the client does not read, and call `check` meanwhile."""


class StreamedTiff(Response):
    """A TIFF of known length.

    What goes wrong after the status line cuts the connection: the client sees fewer bytes than
    were announced, and does not take half a file for a whole one.

    Args:
        conversion: has begun; closed when the answer ends, however it ends.
        headers: with the exact Content-Length.
        client: whose check the conversion calls.
        timings: where sending counts its seconds.
        when_sent: called when the client has been sent the last byte.
    """

    def __init__(
        self,
        conversion: Conversion,
        headers: Mapping[str, str],
        client: Client,
        timings: Timings,
        when_sent: Callable[[], None],
    ) -> None:
        self.status_code = 200
        self.media_type = "image/tiff"
        self.background = None
        self.init_headers(headers)
        self._conversion = conversion
        self._client = client
        self._timings = timings
        self._when_sent = when_sent
        self._writer: SocketWriter | None = None
        self._is_handed_over = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, unless the client leaves first."""
        try:
            await self._send_unless_left(scope, receive, send)
        except (ClientDisconnect, ConnectionError):
            self._count_if_read()
        except (AppError, LutError) as error:
            log.warning("conversion cut short: %s", error)
        except Exception:
            log.exception("conversion cut short")
        finally:
            if not self._is_handed_over:  # else the working thread has closed it
                await asyncio.to_thread(self._conversion.close)

    async def _send_unless_left(self, scope: Scope, receive: Receive, send: Send) -> None:
        sending = asyncio.ensure_future(self._send(scope, send))
        try:
            await unless_left(Request(scope, receive), sending)
        finally:
            sending.cancel()
            await ended(sending)
            error = None if sending.cancelled() else sending.exception()
        if error:
            raise error

    async def _send(self, scope: Scope, send: Send) -> None:
        await self._send_head(send)
        connection: DirectHttpTools | None = scope["state"].get(CONNECTION)
        self._writer = connection.socket_writer(self._timings) if connection else None
        if connection and self._writer:
            try:
                await self._write_body(self._writer)
            finally:
                scope["state"][SENT_DIRECTLY] = self._writer.written
                self._writer.close()
            connection.settle(self._writer.written)
        else:
            await self._queue_body(send)
        # uvicorn reports the client as gone from the last message on.
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        self._when_sent()

    async def _send_head(self, send: Send) -> None:
        """Send status and headers. A client that does not read them keeps no slot meanwhile."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        sending = asyncio.ensure_future(send(start))
        try:
            if not (await asyncio.wait({sending}, timeout=SOON_S))[0]:
                self._conversion.lease.let_go()
            await sending
        finally:
            sending.cancel()

    async def _write_body(self, writer: SocketWriter) -> None:
        await self._finished(self._hand_over(partial(self._make_body, writer)))

    async def _queue_body(self, send: Send) -> None:
        queue = StripQueue()

        def make() -> None:
            try:
                self._make_body(queue)
            finally:
                queue.end()

        making = self._hand_over(make)
        try:
            async with aclosing(queue.chunks()) as chunks:
                async for chunk in chunks:
                    with self._timings.timed("send"):
                        message = {"type": "http.response.body", "body": bytes(chunk)}
                        await send({**message, "more_body": True})
        except BaseException:
            await self._abandon(making)
            raise
        await self._finished(making)

    def _hand_over(self, make: Callable[[], None]) -> asyncio.Future[None]:
        self._is_handed_over = True
        return start_thread(make)

    def _make_body(self, destination: Destination) -> None:
        """Convert and write; done by the working thread, which also closes the conversion."""
        with self._conversion as conversion:
            conversion.lease.resume()
            for chunk in conversion.body:
                destination.write(chunk, conversion.lease.rest, self._client.check)

    async def _finished(self, making: asyncio.Future[None]) -> None:
        """Wait for the working thread; where this task is cancelled, the client has left."""
        try:
            await asyncio.wait({making})
        except BaseException:
            await self._abandon(making)
            raise
        making.result()

    async def _abandon(self, making: asyncio.Future[None]) -> None:
        self._client.leave()
        try:
            await ended(making)
        finally:
            making.exception()  # which asyncio would otherwise log as never looked at

    def _count_if_read(self) -> None:
        """Count an answer whose last byte the client read before we learned that it left."""
        if self._writer and self._writer.written == int(self.headers["content-length"]):
            self._when_sent()
        else:
            log.info("the client left before the last byte")
