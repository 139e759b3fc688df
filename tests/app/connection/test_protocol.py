"""What we take of uvicorn is there, and where it is not, uvicorn speaks in its own way."""

import asyncio
import logging
from typing import Any, Final

import pytest
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.base.settings import Settings
from app.connection import uvicorn_internals as internals
from app.connection.deadlines import WithDeadlines
from app.connection.protocol import DirectHttpTools, HttpTools, protocol
from app.connection.uvicorn_internals import Http

EACH: Final[tuple[Http, ...]] = ("httptools", "h11")


@pytest.mark.parametrize("http", EACH)
def test_this_uvicorn_has_all_that_we_use(http: Http) -> None:
    assert internals.missing(http, internals.DEADLINES_NEED) == set()
    assert internals.missing("httptools", internals.WRITING_NEEDS) == set()


@pytest.mark.parametrize("http", EACH)
def test_an_attribute_that_is_not_there_is_missing(http: Http) -> None:
    needed = {"protocol": {"cycle", "circle"}, "cycle": {"response_complete", "finished"}}
    assert internals.missing(http, needed) == {"protocol.circle", "cycle.finished"}


def test_the_protocols_have_the_settings_deadlines() -> None:
    chosen: Any = protocol("httptools", Settings(head_timeout=3, patience=4))
    assert issubclass(chosen, DirectHttpTools)
    assert (chosen.deadlines.head_s, chosen.deadlines.patience_s) == (3, 4)
    assert chosen.deadlines.least == 4 * 1024
    assert issubclass(protocol("h11", Settings()), H11Protocol)


def test_without_what_writing_needs_deadlines_stay(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(internals.WRITING_NEEDS, "cycle", {"renamed"})
    with caplog.at_level(logging.WARNING):
        chosen = protocol("httptools", Settings())
    assert issubclass(chosen, HttpTools)
    assert not issubclass(chosen, DirectHttpTools)
    assert caplog.messages == ["answers are sent slower: this uvicorn lacks cycle.renamed"]


PLAIN = [("httptools", HttpToolsProtocol), ("h11", H11Protocol)]


@pytest.mark.parametrize(("http", "plain"), PLAIN)
def test_without_what_deadlines_need_uvicorn_speaks_as_it_does(
    http: Http,
    plain: type[asyncio.Protocol],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setitem(internals.DEADLINES_NEED, "protocol", {"cycle", "renamed"})
    with caplog.at_level(logging.WARNING):
        chosen = protocol(http, Settings())
    assert chosen is plain
    assert not issubclass(chosen, WithDeadlines)
    expected = "no deadlines for clients: this uvicorn lacks protocol.renamed"
    assert caplog.messages == [expected]
