"""Every request is counted and logged once: what was asked, what came of it, how long it took.

Neither its query, which may name files, nor its headers, which may hold keys, nor any content.
"""

import logging
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.middleware.metrics import Metrics
from app.send.response import PAST

log = logging.getLogger(__name__)
UNMATCHED: Final = "unmatched"
QUIET: Final = ("/healthz", "/readyz", "/metrics")
"""Asked every few seconds by machines: counted, not logged."""


class Observed:
    """ASGI middleware within `Identity`."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and look."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen()
        start = time.perf_counter()

        async def received() -> Message:
            message = await receive()
            seen.received += len(message.get("body", b""))
            return message

        async def sent(message: Message) -> None:
            seen.status = message.get("status", seen.status)
            await send(message)
            seen.sent += len(message.get("body", b""))

        try:
            await self._app(scope, received, sent)
        finally:
            self._tell(scope, seen, time.perf_counter() - start)

    def _tell(self, scope: Scope, seen: "_Seen", seconds: float) -> None:
        method, path = scope["method"], scope["path"]
        route = getattr(scope.get("route"), "path", UNMATCHED)
        self._metrics.answered(method, route, seen.status)
        state = scope.get("state", {})
        seen.sent += state.get(PAST, 0)
        self._metrics.moved(seen.received, seen.sent)
        if reason := state.get("problem"):
            self._metrics.refused(reason)
        if path not in QUIET:
            told = {
                "method": method,
                "path": path,
                "status": seen.status,
                "seconds": round(seconds, 6),
                "received": seen.received,
                "sent": seen.sent,
                "client": (scope.get("client") or ("",))[0],
            }
            words = "%(method)s %(path)s %(status)s in %(seconds)s s, %(received)s → %(sent)s bytes"
            log.info(words, told, extra=told)


class _Seen:
    """Of one request, so far."""

    def __init__(self) -> None:
        self.status = 0
        self.received = 0
        self.sent = 0
