import asyncio
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from app.base.errors import UploadBroken, UploadTooLarge
from app.base.settings import Settings
from app.receive.upload import read_upload
from tests.app.receive.uploading import (
    BOUNDARY,
    FILE,
    PICTURE,
    Client,
    bytewise,
    form,
    in_spool,
    part,
)

pytestmark = pytest.mark.usefixtures("nothing_stays_open")

BODIES = [
    pytest.param(PICTURE, b"image/jpeg", "", id="raw"),
    pytest.param(PICTURE, b"", "", id="raw without a type"),
    pytest.param(PICTURE, b"application/x-www-form-urlencoded", "", id="as curl sends it"),
    pytest.param(form(part(FILE)), BOUNDARY, "a.jpg", id="form"),
]


@pytest.mark.parametrize(("body", "kind", "name"), BODIES)
def test_a_body_arrives_whole_and_byte_by_byte(
    body: bytes, kind: bytes, name: str, spool: Path
) -> None:
    for pieces in ([body], bytewise(body)):
        assert Client(pieces, kind).upload(spool) == (name, PICTURE)


@pytest.mark.parametrize(("body", "kind", "name"), BODIES)
@given(cuts=st.lists(st.integers(0, 300), max_size=12))
@in_spool
def test_a_body_arrives_however_it_is_split(
    body: bytes, kind: bytes, name: str, spool: Path, cuts: list[int]
) -> None:
    bounds = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = [body[a:b] for a, b in pairwise(bounds)]
    assert Client(pieces, kind).upload(spool) == (name, PICTURE)


@given(body=st.binary(min_size=1).filter(lambda body: b"\r\n----xxxy" not in b"\r\n" + body))
@in_spool
def test_any_bytes_arrive_in_a_form(body: bytes, spool: Path) -> None:
    for pieces in ([form(part(FILE, body))], bytewise(form(part(FILE, body)))):
        assert Client(pieces, BOUNDARY).upload(spool) == ("a.jpg", body)


@pytest.mark.parametrize("announced", [b"1001", b"99999999999999999999"])
def test_what_is_announced_as_too_large_is_not_read(announced: bytes, spool: Path) -> None:
    client = Client([b"x"], b"image/png", announced)
    with pytest.raises(UploadTooLarge, match=rf"1000 bytes \(max_upload\), got {int(announced)}$"):
        client.upload(spool, 1000)
    assert client.taken == 0


@pytest.mark.parametrize("announced", [None, b"5", b"many", b"-1", b""])
def test_what_turns_out_too_large_is_read_no_further(announced: bytes | None, spool: Path) -> None:
    client = Client([b"x" * 400] * 9, b"image/png", announced)
    with pytest.raises(UploadTooLarge, match=r"1000 bytes \(max_upload\), got more than 1000$"):
        client.upload(spool, 1000)
    assert client.taken == 3


def test_a_forms_own_bytes_count_too(spool: Path) -> None:
    body = form(part(FILE))
    with pytest.raises(UploadTooLarge):
        Client(bytewise(body), BOUNDARY).upload(spool, len(body) - 1)
    assert Client([body], BOUNDARY).upload(spool, len(body)) == ("a.jpg", PICTURE)


@pytest.mark.parametrize("announced", [None, b"1000"])
def test_the_limit_itself_is_taken(announced: bytes | None, spool: Path) -> None:
    client = Client([b"x" * 500] * 2, b"image/png", announced)
    assert client.upload(spool, 1000) == ("", b"x" * 1000)


@pytest.mark.parametrize(("body", "kind"), [(b"", b"image/png"), (form(part(FILE, b"")), BOUNDARY)])
def test_an_empty_picture_is_refused(body: bytes, kind: bytes, spool: Path) -> None:
    with pytest.raises(UploadBroken, match="got no bytes"):
        Client([body], kind).upload(spool)


def test_a_client_that_leaves_leaves_nothing_behind(spool: Path) -> None:
    async def left() -> Message:
        return {"type": "http.disconnect"}

    request = Request({"type": "http", "headers": [], "method": "POST"}, left)
    with pytest.raises(ClientDisconnect):
        asyncio.run(read_upload(request, Settings(data=spool.parent)))
