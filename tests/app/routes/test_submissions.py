"""What is refused before a picture is read, and what a request with a picture submits."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from starlette.types import Message

from app.base.errors import AppError, Busy, ParameterError
from app.base.options import Options
from app.base.settings import Settings
from app.convert.engine import Engine
from app.main import create_app
from app.routes.submissions import receive_submission, refuse_repeated
from app.send.worker_thread import Client
from lut import UnknownCondition
from lut.base.errors import LutError
from tests.app.receive.uploading import BOUNDARY, FILE, PICTURE, form, part

PROFILE = b'Content-Disposition: form-data; name="source_profile"'


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return create_app(Settings(data=tmp_path, slots=1, queue=0, isolation="off"))


def request(app: FastAPI, query: str = "", *pieces: bytes, kind: bytes = b"") -> Request:
    """Return a request whose body may be read as often as there are pieces."""
    messages: Iterator[Message] = iter(
        [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        + [{"type": "http.request", "body": b"", "more_body": False}] * bool(pieces)
    )

    async def receive() -> Message:
        return next(messages)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": query.encode(),
        "headers": [(b"content-type", kind)],
        "app": app,
    }
    return Request(scope, receive)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("dpi=1&dpi=2", "dpi"),
        ("dpi=1&dpi=1", "dpi"),
        ("intent=relative&dpi=1&brand=a&intent=absolute&dpi=2&brand=b", "dpi, intent"),
    ],
)
def test_a_parameter_that_is_given_twice_is_refused_by_name(
    app: FastAPI, query: str, names: str
) -> None:
    with pytest.raises(ParameterError, match=rf"each parameter once, got several: {names}$"):
        refuse_repeated(request(app, query))


@pytest.mark.parametrize("query", ["", "dpi=1&intent=relative", "brand=a&brand=b"])
def test_other_parameters_pass(app: FastAPI, query: str) -> None:
    refuse_repeated(request(app, query))


@pytest.mark.parametrize(
    ("query", "options", "error"),
    [
        ("dpi=1&dpi=2", Options(), ParameterError),
        ("", Options(condition="newsprint"), UnknownCondition),
    ],
)
def test_what_no_picture_can_fulfil_is_refused_before_one_is_read(
    app: FastAPI, query: str, options: Options, error: type[AppError | LutError]
) -> None:
    with pytest.raises(error):
        asyncio.run(receive_submission(request(app, query), options, Client()))


def test_a_busy_service_refuses_before_it_reads(app: FastAPI) -> None:
    engine: Engine = app.state.engine
    with engine.slots.work(), pytest.raises(Busy):
        asyncio.run(receive_submission(request(app), Options(), Client()))


def test_a_submission_has_the_picture_its_options_and_its_profile(app: FastAPI) -> None:
    body = form(part(FILE), part(PROFILE, b"a profile"))
    options, client = Options(dpi=72), Client()
    asked = request(app, "", body[:50], body[50:], kind=BOUNDARY)
    submission, upload = asyncio.run(receive_submission(asked, options, client))
    with submission.file as file:
        file.seek(0)
        assert file.read() == PICTURE
        assert upload.name == "a.jpg"
        assert submission.options is options
        assert submission.sent_profile == b"a profile"
        assert submission.check == client.check
        assert list(submission.timings.seconds) == ["receive"]
