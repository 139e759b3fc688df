"""The protocol that uvicorn speaks with each client: its own, with our deadlines and our writer."""

import asyncio
import logging
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.base.settings import Settings
from app.base.timings import Timings
from app.connection import uvicorn_internals as internals
from app.connection.deadlines import Deadlines, WithDeadlines, descriptor_of
from app.connection.socket_writer import SocketWriter
from app.connection.uvicorn_internals import Http

log = logging.getLogger(__name__)

CONNECTION: Final = "connection"
"""Where a request finds its connection in its `state`, if it can write to the socket directly."""


class HttpTools(WithDeadlines, HttpToolsProtocol):
    """A connection parsed by httptools."""


class H11(WithDeadlines, H11Protocol):
    """A connection parsed by h11."""


class DirectHttpTools(HttpTools):
    """A connection parsed by httptools, to whose socket a working thread may write directly."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let requests find this connection."""
        internals.add_to_state(self, CONNECTION)
        self._writer: SocketWriter | None = None
        super().connection_made(transport)

    @property
    def written_directly(self) -> int:
        """Return the bytes of the answer that went past uvicorn."""
        return self._writer.written if self._writer else 0

    def socket_writer(self, timings: Timings) -> SocketWriter | None:
        """Return a writer for the body of an answer whose head has been sent.

        None where the body must be encrypted, where something still waits to be written, and where
        the client has sent its next request already: then uvicorn's cycle is that request's.

        Raises:
            ConnectionError: the client has left.
        """
        if self.transport.is_closing():
            raise ConnectionAbortedError
        is_plain = not self.transport.get_extra_info("sslcontext")
        is_busy = self.transport.get_write_buffer_size() or internals.has_next_request(self)
        if not is_plain or is_busy:
            return None
        self._answer = internals.current_answer(self)
        self._writer = SocketWriter(descriptor_of(self.transport), timings)
        return self._writer

    def settle(self, written: int) -> None:
        """Count bytes of the body as sent, which went past uvicorn."""
        internals.count_as_sent(self._answer, written)


def protocol(http: Http, settings: Settings) -> type[asyncio.Protocol]:
    """Return the protocol for `uvicorn.run(http=…)`, with the deadlines of the settings.

    Where uvicorn lacks a private part that we need, it speaks without what needs it, and the log
    says so.
    """
    if lacking := internals.missing(http, internals.DEADLINES_NEED):
        log.warning("no deadlines for clients: this uvicorn lacks %s", ", ".join(sorted(lacking)))
        return internals.PROTOCOLS[http]
    deadlines = Deadlines(
        head_s=settings.head_timeout,
        patience_s=settings.patience,
        least=settings.least_rate * settings.patience,
    )
    attributes: dict[str, Any] = {"deadlines": deadlines}
    return type("Protocol", (_protocol_class(http),), attributes)


def _protocol_class(http: Http) -> type[WithDeadlines]:
    if http == "h11":
        return H11
    if lacking := internals.missing(http, internals.WRITING_NEEDS):
        log.warning("answers are sent slower: this uvicorn lacks %s", ", ".join(sorted(lacking)))
        return HttpTools
    return DirectHttpTools
