"""One line and one count for every request: what was asked, what was answered, how long it took.

The log holds neither the query, which may name files, nor headers, which may hold keys, nor any
content.
"""

import logging
import time
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.middleware.metrics import Metrics
from app.send.response import SENT_DIRECTLY

log = logging.getLogger(__name__)
UNMATCHED: Final = "unmatched"
QUIET: Final = ("/healthz", "/readyz", "/metrics")
"""Paths that machines ask for every few seconds: counted, not logged."""


class RequestLog:
    """ASGI middleware within `RequestId`."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count what goes in and out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        traffic = _Traffic()
        start = time.perf_counter()

        async def receive_and_count() -> Message:
            message = await receive()
            traffic.received += len(message.get("body", b""))
            return message

        async def send_and_count(message: Message) -> None:
            traffic.status = message.get("status", traffic.status)
            await send(message)
            traffic.sent += len(message.get("body", b""))

        try:
            await self._app(scope, receive_and_count, send_and_count)
        finally:
            self._record(scope, traffic, time.perf_counter() - start)

    def _record(self, scope: Scope, traffic: "_Traffic", seconds: float) -> None:
        method, path = scope["method"], scope["path"]
        route = getattr(scope.get("route"), "path", UNMATCHED)
        self._metrics.answered(method, route, traffic.status)
        state = scope.get("state", {})
        traffic.sent += state.get(SENT_DIRECTLY, 0)
        self._metrics.moved(traffic.received, traffic.sent)
        if reason := state.get("problem"):
            self._metrics.refused(reason)
        if path not in QUIET:
            fields = {
                "method": method,
                "path": path,
                "status": traffic.status,
                "seconds": round(seconds, 6),
                "received": traffic.received,
                "sent": traffic.sent,
                "client": (scope.get("client") or ("",))[0],
            }
            words = "%(method)s %(path)s %(status)s in %(seconds)s s, %(received)s → %(sent)s bytes"
            log.info(words, fields, extra=fields)


@dataclass
class _Traffic:
    """The status and the bytes of one request, so far."""

    status: int = 0
    received: int = 0
    sent: int = 0
