"""Bodies that a service refuses before it has read them: ASGI messages, no server."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.receive import refused_body
from app.receive.refused_body import RefusedBody

PIECE = b"x" * 100
ANNOUNCED = (b"content-length", b"1000")


class Client:
    """Sends a body piece by piece, counts what is taken, and keeps the answer.

    Args:
        pieces: how many; an empty last one follows.
        headers: of the request.
        stalls: whether the client sends nothing instead of the last piece.
        leaves: whether the client disconnects instead.
    """

    def __init__(
        self, pieces: int, *headers: tuple[bytes, bytes], stalls: bool = False, leaves: bool = False
    ) -> None:
        self.taken = 0
        self.answer: list[Message] = []
        self.taken_before: list[int] = []
        self._headers = list(headers)
        self._last = {"type": "http.disconnect"} if leaves else _piece(b"", more=False)
        self._messages: Iterator[Message] = iter([_piece(PIECE)] * pieces)
        self._stalls = stalls

    async def receive(self) -> Message:
        if (message := next(self._messages, None)) is None:
            if self._stalls:
                await asyncio.sleep(3600)
            return self._last
        self.taken += 1
        return message

    async def send(self, message: Message) -> None:
        self.answer.append(message)
        self.taken_before.append(self.taken)

    def ask(self, status: int = 413, *, reads: int = 0) -> dict[str, str]:
        """Send a request that is answered after `reads` pieces; return the answer's headers."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            for _ in range(reads):
                await receive()
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body", "body": b"no"})

        asked = {"type": "http", "headers": self._headers}
        asyncio.run(RefusedBody(answer)(asked, self.receive, self.send))
        start, *bodies = self.answer
        assert b"".join(body["body"] for body in bodies) == b"no"
        assert [body.get("more_body", False) for body in bodies[-2:]] in ([True, False], [False])
        return {name.decode(): value.decode() for name, value in start["headers"]}


def _piece(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


@pytest.mark.parametrize("header", [ANNOUNCED, (b"transfer-encoding", b"chunked")])
def test_the_rest_of_a_refused_body_is_read_after_the_answer(header: tuple[bytes, bytes]) -> None:
    client = Client(10, header)
    assert client.ask(reads=3) == {"connection": "close"}
    assert client.taken == 10
    assert client.taken_before == [3, 3, 10], "head and body, then the rest, then the end"


def test_no_more_than_the_bound_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_body, "MOST_BYTES", 250)
    client = Client(10, ANNOUNCED)
    assert client.ask() == {"connection": "close"}
    assert client.taken == 3


def test_a_client_that_sends_nothing_more_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refused_body, "MOST_S", 0.01)
    client = Client(2, ANNOUNCED, stalls=True)
    assert client.ask() == {"connection": "close"}
    assert client.taken == 2


def test_a_client_that_leaves_is_not_waited_for() -> None:
    client = Client(2, ANNOUNCED, leaves=True)
    client.ask()
    assert client.taken == 2


def test_a_client_that_expects_100_is_not_invited_to_send_the_body() -> None:
    """The first `receive` makes uvicorn send `100 Continue`."""
    client = Client(10, ANNOUNCED, (b"expect", b"100-continue"))
    assert client.ask() == {"connection": "close"}
    assert client.taken == 0


def test_a_client_that_was_invited_is_read_to_the_end() -> None:
    client = Client(10, ANNOUNCED, (b"expect", b"100-continue"))
    client.ask(reads=1)
    assert client.taken == 10


def test_a_client_that_was_too_slow_is_not_waited_for() -> None:
    client = Client(10, ANNOUNCED)
    assert client.ask(408, reads=2) == {"connection": "close"}
    assert client.taken == 2


def test_a_body_that_was_read_keeps_its_connection() -> None:
    client = Client(10, ANNOUNCED)
    assert client.ask(200, reads=11) == {}
    assert len(client.answer) == 2


@pytest.mark.parametrize("headers", [(), ((b"content-length", b"0"),)])
def test_a_request_without_a_body_keeps_its_connection(
    headers: tuple[tuple[bytes, bytes], ...],
) -> None:
    client = Client(10, *headers)
    assert client.ask(404) == {}
    assert client.taken == 0


def test_what_is_not_http_passes_untouched() -> None:
    seen = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope, receive, send))

    client = Client(0)
    scope = {"type": "lifespan"}
    asyncio.run(RefusedBody(inner)(scope, client.receive, client.send))
    assert seen == [(scope, client.receive, client.send)]
