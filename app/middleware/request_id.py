"""Every request has a name: the client's, where it sends a sane one, or a new one."""

import re
from typing import Final
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.base.errors import REQUEST_ID
from app.middleware.browser_headers import adding
from app.middleware.logs import REQUEST

_SANE: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")


class Identity:
    """ASGI middleware: sets `request.state.request_id`, and the header of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Name the request and pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = sent if _SANE.fullmatch(sent) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        REQUEST.set(request_id)
        await self._app(scope, receive, adding(send, {REQUEST_ID: request_id}, instead=True))
