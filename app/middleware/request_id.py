"""Every request has an ID: the client's, where it sends a plain one, or a new one.

Our own, because the smallest library for it is one dependency more, and needs as many lines to
know what a plain ID is.
"""

import re
from typing import Final
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.middleware.browser_headers import adding
from app.middleware.logs import REQUEST

REQUEST_ID: Final = "X-Request-ID"
_PLAIN: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")


class RequestId:
    """ASGI middleware that sets `request.state.request_id` and the header of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request its ID and pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = sent if _PLAIN.fullmatch(sent) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        REQUEST.set(request_id)
        await self._app(scope, receive, adding(send, {REQUEST_ID: request_id}, instead=True))
