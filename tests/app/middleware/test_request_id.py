import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from app.middleware.request_id import RequestId

NAME = b"x-request-id"
DIGITS = set("0123456789abcdef")


async def nothing() -> Message:
    return {"type": "http.disconnect"}


def answered(scope: dict[str, Any], *own: tuple[bytes, bytes]) -> tuple[list[Message], Scope]:
    """What comes out, and the scope that the inner application saw."""
    out: list[Message] = []
    seen: list[Scope] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": list(own)})
        await send({"type": "http.response.body", "body": b"all"})

    async def send(message: Message) -> None:
        out.append(message)

    asyncio.run(RequestId(inner)(scope, nothing, send))
    return out, seen[0]


def name_of(sent: bytes | None, *own: tuple[bytes, bytes]) -> str:
    """What a request is called, after all places have been found to agree."""
    headers = [] if sent is None else [(NAME, sent)]
    (start, body), scope = answered({"type": "http", "headers": headers}, *own)
    names: list[str] = [value.decode() for name, value in start["headers"] if name == NAME]
    assert names == [scope["state"]["request_id"]]
    assert body == {"type": "http.response.body", "body": b"all"}
    return names[0]


@pytest.mark.parametrize("sent", ["a", "job-4711", "a.b_c:d/e+f=g", "A" * 128, "0"])
def test_a_sane_name_is_kept(sent: str) -> None:
    assert name_of(sent.encode()) == sent


@pytest.mark.parametrize(
    "sent", [None, b"", b"a b", b"a\n", b"a\r\nSet-Cookie: b", b"x" * 129, b"\xe4", b'"', b"<b>"]
)
def test_another_or_none_is_replaced_by_a_new_one(sent: bytes | None) -> None:
    first, second = name_of(sent), name_of(sent)
    assert first != second
    assert [len(first), len(second)] == [32, 32]
    assert set(first) | set(second) <= DIGITS


@given(st.binary(max_size=140))
def test_any_name_that_goes_out_is_harmless(sent: bytes) -> None:
    name = name_of(sent)
    assert 0 < len(name) <= 128
    assert name.isascii()
    assert name.isprintable()
    assert " " not in name


def test_a_name_that_the_answer_has_already_is_not_doubled() -> None:
    assert name_of(b"mine", (NAME, b"other")) == "mine"


def test_the_answers_other_headers_stay() -> None:
    (start, _), _ = answered({"type": "http", "headers": []}, (b"content-type", b"image/tiff"))
    assert (b"content-type", b"image/tiff") in start["headers"]


def test_what_is_in_the_state_stays() -> None:
    state = {"other": 1}
    _, scope = answered({"type": "http", "headers": [(NAME, b"mine")], "state": state})
    assert scope["state"] == {"other": 1, "request_id": "mine"}


def test_what_is_not_http_passes_untouched() -> None:
    (start, _), scope = answered({"type": "lifespan"})
    assert scope == {"type": "lifespan"}
    assert start["headers"] == []
