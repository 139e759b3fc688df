"""Clients that send nothing, or too little, or do not read: cut off, and answered if possible."""

import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.send.test_response import asked, large, read  # noqa: F401 - a fixture
from tests.server import Server, serving

STACKS = [(loop, http) for loop in ("uvloop", "asyncio") for http in ("httptools", "h11")]
HEAD_S = 1.0
PATIENCE_S = 1.0
LATEST_S = 5.0
"""After which a connection that should have been closed is not closed any more."""


@pytest.fixture(scope="module", params=STACKS, ids="-".join)
def impatient(request: pytest.FixtureRequest, data: Path) -> Iterator[Server]:
    loop, http = request.param
    limits = {"head_timeout": "1", "patience": "1", "least_rate": "64KiB", "max_upload": "1MiB"}
    with serving(data, "--loop", loop, "--http", http, **limits) as server:
        yield server


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=LATEST_S)


def closed_after(connection: socket.socket, start: float) -> float:
    """Seconds until the other side has closed; what it sends before is passed over."""
    try:
        while connection.recv(1 << 16):
            pass
    except ConnectionResetError:
        pass
    return time.monotonic() - start


@pytest.mark.parametrize(
    "said", [b"", b"POST /v1/convert HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Half: "]
)
def test_a_request_that_never_begins_is_not_waited_for(impatient: Server, said: bytes) -> None:
    start = time.monotonic()
    with connected(impatient) as connection:
        connection.sendall(said)
        assert HEAD_S <= closed_after(connection, start) < LATEST_S


def test_a_second_request_that_never_begins_is_not_waited_for(impatient: Server) -> None:
    with connected(impatient) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200")
        start = time.monotonic()
        connection.sendall(b"GET /healthz HT")
        assert HEAD_S <= closed_after(connection, start) < LATEST_S


def test_a_body_that_does_not_come_is_answered(impatient: Server) -> None:
    with connected(impatient) as connection:
        connection.sendall(b"POST /v1/convert HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        head, _, body = everything(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408")
    assert b"connection: close" in head.lower()
    detail = json.loads(body)["detail"]
    assert detail == (
        "an upload must come at 65536 bytes a second (least_rate), got 4 in 1 s (patience)"
    )


def everything(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def test_a_client_that_does_not_read_is_cut_off(data: Path, large: bytes) -> None:  # noqa: F811
    with serving(data, patience=str(PATIENCE_S)) as server:
        start = time.monotonic()
        with asked(server, large) as connection:
            connection.recv(1)
            assert reset_within(connection, LATEST_S)
            assert time.monotonic() - start > PATIENCE_S


def test_a_slow_but_steady_client_is_served(data: Path, large: bytes) -> None:  # noqa: F811
    with serving(data, patience=str(PATIENCE_S), least_rate="4MiB") as server:
        connection = asked(server, large)
        paused = threading.Event()
        received = 0
        with connection:
            while piece := connection.recv(1 << 20):
                received += len(piece)
                paused.wait(len(piece) / (16 << 20))
        assert received > 64_000_000


def reset_within(connection: socket.socket, seconds: float) -> bool:
    """Whether it is reset although nobody reads."""
    poll = select.poll()
    poll.register(connection, 0)
    return bool(poll.poll(seconds * 1000))


def test_a_refused_body_is_read_on_so_that_its_client_sees_why(impatient: Server) -> None:
    """Neither announced nor expected: the refusal comes while the body is still being sent."""
    with connected(impatient) as connection:
        head = b"POST /v1/convert HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        piece = b"%x\r\n%s\r\n" % (1 << 20, bytes(1 << 20))
        connection.sendall(head + piece * 20 + b"0\r\n\r\n")
        assert everything(connection).startswith(b"HTTP/1.1 413")


def test_an_announced_body_is_refused_and_drained(impatient: Server) -> None:
    with connected(impatient) as connection:
        size = 20 << 20
        head = f"POST /v1/convert HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n"
        connection.sendall(head.encode() + bytes(size))
        answer = everything(connection)
        assert answer.startswith(b"HTTP/1.1 413")
        assert b"may have 1048576 bytes (max_upload), got 20971520" in answer


def test_a_body_that_waits_to_be_asked_for_is_not_read(impatient: Server) -> None:
    with connected(impatient) as connection:
        start = time.monotonic()
        head = "POST /v1/convert HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n"
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert everything(connection).startswith(b"HTTP/1.1 413")
        assert time.monotonic() - start < HEAD_S
