"""Deadlines that uvicorn's protocols do not have: for a request's head, and for a slow client.

The service closes a connection whose client does not send a whole head in time, or does not read
the answer at the least rate. The least rate of a body is counted by `receive`, which can still
answer.
"""

import asyncio
import fcntl
import os
import socket
import struct
import termios
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, Final

from app.connection.uvicorn_internals import is_answering

LOOK_S: Final = 0.5
"""Seconds between two looks at a connection."""


@dataclass(frozen=True)
class Deadlines:
    """How long a client may take.

    Attributes:
        head_s: seconds from the connection, or a request's first byte, to the end of its head.
        patience_s: seconds in which the client must take `least` bytes of an answer.
        least: bytes.
    """

    head_s: float
    patience_s: float
    least: float


class WithDeadlines(asyncio.Protocol):
    """A mixin before one of uvicorn's protocols. It looks at its connection twice a second."""

    deadlines: ClassVar[Deadlines]
    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to look."""
        super().connection_made(transport)
        self._head_since: float | None = self.loop.time()
        self._reading_since = self.loop.time()
        self._owed_then = 0
        self._timer = self.loop.call_later(LOOK_S, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop looking."""
        self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take part of a head, or of a body whose head has come."""
        super().data_received(data)
        if is_answering(self):
            self._head_since = None
        elif self._head_since is None:
            self._head_since = self.loop.time()

    def resume_writing(self) -> None:
        """Count from now on: the client has taken nearly all that uvicorn had buffered."""
        super().resume_writing()
        self._reading_since, self._owed_then = self.loop.time(), self._owed()

    @property
    def written_directly(self) -> int:
        """Return the bytes of the answer that went past uvicorn."""
        return 0

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
        """Return the bytes that were written and that the client's kernel has not acknowledged."""
        return self.transport.get_write_buffer_size() + _in_kernel(self.transport)

    def _owed(self) -> int:
        """Return `_left` less what went past uvicorn: it falls as the client reads."""
        return self._left() - self.written_directly


def descriptor_of(transport: asyncio.Transport) -> int:
    """Return the number of a connection's socket; -1, which is none, once it is closed."""
    return int(transport.get_extra_info("socket").fileno())


def _reset_when_closed(transport: asyncio.Transport) -> None:
    """Let the kernel drop what the client has not taken, instead of keeping it for the client."""
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor_of(transport))) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _in_kernel(transport: asyncio.Transport) -> int:
    """Return the bytes in the socket's send queue; 0 where the system does not say."""
    try:
        size = fcntl.ioctl(descriptor_of(transport), termios.TIOCOUTQ, bytes(4))
    except OSError:
        return 0
    return int(struct.unpack("i", size)[0])
