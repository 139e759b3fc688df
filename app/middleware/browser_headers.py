"""Headers that tell a browser not to guess types, not to frame pages, and what they may load."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOTHING: Final = "default-src 'none'; frame-ancestors 'none'"
DOCS: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'"
)
"""For Swagger UI, which starts itself from a script in its page."""

PAGE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
POLICIES: Final = {"/docs": DOCS, "/web/": PAGE, "/": PAGE}


def adding(send: Send, headers: Mapping[str, str], *, instead: bool = False) -> Send:
    """Return a `send` that adds headers to the answer.

    Args:
        send: what it calls.
        headers: by name.
        instead: whether they replace the answer's own of the same name, which else stay.
    """

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = MutableHeaders(scope=message)
            for name, value in headers.items():
                if instead or name not in own:
                    own[name] = value
        await send(message)

    return send_with_headers


class BrowserHeaders:
    """ASGI middleware that adds the headers; an answer's own headers stay."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, adding(send, headers_of(scope["path"])))


def headers_of(path: str) -> dict[str, str]:
    """Return what is added to an answer from that path.

    A browser asks for the web page's files again each time, so that it never mixes those of two
    versions.
    """
    policy = policy_of(path)
    cached = {"Cache-Control": "no-cache"} if policy == PAGE else {}
    return {**HEADERS, **cached, "Content-Security-Policy": policy}


def policy_of(path: str) -> str:
    """Return what a web page at that path may load."""
    for place, policy in POLICIES.items():
        if path == place or (place != "/" and path.startswith(place)):
            return policy
    return NOTHING
