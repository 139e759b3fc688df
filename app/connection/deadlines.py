"""Deadlines that uvicorn's protocols do not have: for a request's head, and for a reader.

A connection that does not say what it wants is closed, and so is one that does not read what it
asked for. A body's least rate is the upload's own: that one can still be answered.
"""

import asyncio
import fcntl
import os
import socket
import struct
import termios
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.base.settings import Settings
from app.base.timings import Stages
from app.connection.socket_writer import Outlet

CONNECTION: Final = "connection"
LOOK_S: Final = 0.5
"""How often a connection is looked at."""

Http = Literal["httptools", "h11"]


@dataclass(frozen=True)
class Deadlines:
    """How long what may last.

    Attributes:
        head_s: seconds from the connection, or a request's first byte, to the end of its head.
        patience_s: seconds in which a reader must take `least` bytes.
        least: bytes.
    """

    head_s: float
    patience_s: float
    least: float


class Watched(asyncio.Protocol):
    """A mixin before one of uvicorn's protocols: looks at its connection twice a second."""

    deadlines: ClassVar[Deadlines]
    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    cycle: Any

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to look."""
        super().connection_made(transport)
        self._head_since: float | None = self.loop.time()
        self._reading_since = self.loop.time()
        self._outlet: Outlet | None = None
        self._owed_then = 0
        self._timer = self.loop.call_later(LOOK_S, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Part of a head, or of a body that belongs to one."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_since = None
        elif self._head_since is None:
            self._head_since = self.loop.time()

    def resume_writing(self) -> None:
        """The reader has taken nearly all there was."""
        super().resume_writing()
        self._reading_since, self._owed_then = self.loop.time(), self._owed()

    def _look(self) -> None:
        if self._is_mute() or self._is_stalled():
            _reset_when_closed(self.transport)
            self.transport.abort()
        else:
            self._timer = self.loop.call_later(LOOK_S, self._look)

    def _is_mute(self) -> bool:
        since = self._head_since
        return since is not None and self.loop.time() - since > self.deadlines.head_s

    def _is_stalled(self) -> bool:
        left, owed, now = self._left(), self._owed(), self.loop.time()
        if not left or not 0 <= self._owed_then - owed < self.deadlines.least:
            self._reading_since, self._owed_then = now, owed
        return now - self._reading_since > self.deadlines.patience_s

    def _left(self) -> int:
        """Bytes that were written and have not been acknowledged by the reader's machine."""
        return self.transport.get_write_buffer_size() + _in_kernel(self.transport)

    def _owed(self) -> int:
        """The same, less by all that went past the event loop: it falls as the reader reads."""
        return self._left() - (self._outlet.written if self._outlet else 0)


class WatchedHttpTools(Watched, HttpToolsProtocol):
    """Around httptools, with an outlet: requests find it as `state["connection"]`."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.app_state = {**self.app_state, CONNECTION: self}
        super().connection_made(transport)

    def outlet(self, stages: Stages) -> Outlet | None:
        """Where a body may be written past the event loop, after its head.

        None where it must be encrypted, where something still waits to be written, and where the
        next request is here already: then `cycle` is that one's.

        Raises:
            ConnectionError: the client has left.
        """
        if self.transport.is_closing():
            raise ConnectionAbortedError
        is_plain = not self.transport.get_extra_info("sslcontext")
        if not is_plain or self.transport.get_write_buffer_size() or self.pipeline:
            return None
        self._answered = self.cycle
        self._outlet = Outlet(_descriptor(self.transport), stages)
        return self._outlet

    def settle(self, written: int) -> None:
        """So many bytes of the body went past."""
        self._answered.expected_content_length -= written


class WatchedH11(Watched, H11Protocol):
    """Around h11."""


PROTOCOLS: Final[dict[Http, type[Watched]]] = {
    "httptools": WatchedHttpTools,
    "h11": WatchedH11,
}


def protocol(http: Http, settings: Settings) -> type[asyncio.Protocol]:
    """The protocol for `uvicorn.run(http=…)`, with the deadlines that the settings tell."""
    deadlines = Deadlines(
        head_s=settings.head_timeout,
        patience_s=settings.patience,
        least=settings.least_rate * settings.patience,
    )
    return type("Protocol", (PROTOCOLS[http],), {"deadlines": deadlines})


def _reset_when_closed(transport: asyncio.Transport) -> None:
    """What the reader has not taken is not kept for it by the kernel either."""
    with suppress(OSError), socket.socket(fileno=os.dup(_descriptor(transport))) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _in_kernel(transport: asyncio.Transport) -> int:
    """Bytes in the socket's send queue; 0 where the system does not tell."""
    try:
        told = fcntl.ioctl(_descriptor(transport), termios.TIOCOUTQ, bytes(4))
    except OSError:
        return 0
    return int(struct.unpack("i", told)[0])


def _descriptor(transport: asyncio.Transport) -> int:
    """Of the socket; of a closed one -1, which is none."""
    return int(transport.get_extra_info("socket").fileno())
