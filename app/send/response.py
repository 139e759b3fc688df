"""The answer to a conversion, sent chunk by chunk while the client is there to read it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import ExitStack, aclosing
from typing import Any, Final, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.base.errors import AppError
from app.base.timings import Stages
from app.connection.deadlines import CONNECTION
from app.connection.socket_writer import Outlet
from app.convert.pipeline import Chunk
from app.send.strip_queue import Pump
from lut.base.errors import LutError

log = logging.getLogger(__name__)
PAST: Final = "past"
"""In a request's state: bytes of its answer that went past the event loop."""

Result = TypeVar("Result")


class StreamedTiff(Response):
    """A TIFF of known length.

    What goes wrong after the status line cuts the connection: the client sees fewer bytes
    than were announced, and takes no half for a whole.

    Args:
        pump: whose first item has been taken; the others are the body's bytes.
        chunks: its items; closed whatever happens.
        headers: with the exact Content-Length.
        stages: told how long sending takes.
        ended: called when the last byte has been sent.
    """

    def __init__(
        self,
        pump: "Pump[Any]",
        chunks: AsyncGenerator[Chunk],
        headers: Mapping[str, str],
        stages: Stages,
        ended: Callable[[], None],
    ) -> None:
        self.status_code = 200
        self.media_type = "image/tiff"
        self.background = None
        self.init_headers(headers)
        self._pump = pump
        self._chunks = chunks
        self._stages = stages
        self._ended = ended
        self._outlet: Outlet | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, unless the client leaves first."""
        try:
            await unless_left(self._send(scope, send), Request(scope, receive))
        except (ClientDisconnect, ConnectionError):
            self._left()
        except (AppError, LutError) as error:
            log.warning("conversion cut short: %s", error)
        except Exception:
            log.exception("conversion cut short")

    async def _send(self, scope: Scope, send: Send) -> None:
        connection = scope["state"].get(CONNECTION)
        with ExitStack() as held:
            async with aclosing(self._chunks) as chunks:
                start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
                await send(start)
                self._outlet = outlet = connection and connection.outlet(self._stages)
                if outlet:
                    held.callback(outlet.close)  # once the thread that writes to it has ended
                    try:
                        await self._pump.write_on(outlet)
                    finally:
                        scope["state"][PAST] = outlet.written
                    connection.settle(outlet.written)
                else:
                    await self._send_each(chunks, send)
        # From the last message on the client counts as gone.
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        self._ended()

    def _left(self) -> None:
        """Past the event loop, a client may have read the last byte before we hear of it."""
        if self._outlet and self._outlet.written == int(self.headers["content-length"]):
            self._ended()
        else:
            log.info("the client left before the last byte")

    async def _send_each(self, chunks: AsyncGenerator[Chunk], send: Send) -> None:
        async for chunk in chunks:
            with self._stages.timed("send"):
                await send({"type": "http.response.body", "body": bytes(chunk), "more_body": True})


async def unless_left(work: Awaitable[Result], request: Request) -> Result:
    """The result of `work`, which is cancelled if the client leaves first.

    Args:
        work: begun after the request's body has been read.
        request: whose client may leave.

    Raises:
        ClientDisconnect: the client has left.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        leaving.cancel()
        working.cancel()
        await asyncio.wait({working, leaving})


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
