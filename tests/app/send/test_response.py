"""Large answers: the same bytes to fast and slow clients, and no half taken for a whole."""

import asyncio
import hashlib
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, Mock, patch

import numpy as np
import psutil
import pytest
from PIL import Image
from starlette.types import Message

from app.base.cancellation import Check
from app.base.timings import Timings
from app.capacity.slots import Slots
from app.connection.protocol import CONNECTION
from app.convert.engine import Conversion
from app.send import response
from app.send.response import SENT_DIRECTLY, StreamedTiff
from app.send.worker_thread import Client
from tests.server import Server, serving

STACKS = [(loop, http) for loop in ("uvloop", "asyncio") for http in ("httptools", "h11")]
SMALL_BUFFER = 1 << 16
LEAVING = 12
STALLED = 6


@pytest.fixture(scope="module")
def large() -> bytes:
    """16 Mpx, 64 MB out: streamed, not finished first."""
    ramp = np.add.outer(np.arange(4000), np.arange(4000))
    rgb = np.stack([ramp & 255, ramp >> 5 & 255, ramp * 7 >> 3 & 255], -1).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "JPEG", quality=80)
    return file.getvalue()


@pytest.fixture(scope="module", params=STACKS, ids="-".join)
def stack(request: pytest.FixtureRequest, data: Path) -> Iterator[Server]:
    loop, http = request.param
    with serving(data, "--loop", loop, "--http", http) as server:
        yield server


def asked(server: Server, body: bytes) -> socket.socket:
    """A connection that has sent a request and has read nothing."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    connection.settimeout(60)
    connection.connect(("127.0.0.1", server.port))
    head = (
        f"POST /v1/convert HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}"
    )
    connection.sendall(head.encode() + b"\r\n\r\n" + body)
    return connection


def read(connection: socket.socket, size: int) -> tuple[int, bytes]:
    """What a response announces, and the bytes that came, read so many at a time."""
    with connection:
        received = bytearray()
        while piece := connection.recv(size):
            received += piece
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ") for line in head.split(b"\r\n")[1:])
    return int(fields[b"content-length"]), body


def test_slow_and_fast_clients_get_the_same_bytes(stack: Server, large: bytes) -> None:
    digests = set()
    for size in (1 << 20, 4999):
        announced, body = read(asked(stack, large), size)
        assert len(body) == announced
        digests.add(hashlib.sha256(body).hexdigest())
    assert len(digests) == 1


def test_a_stalled_client_costs_no_slot_and_little_memory(stack: Server, large: bytes) -> None:
    with ExitStack() as held:
        stalled = [held.enter_context(asked(stack, large)) for _ in range(STALLED)]
        first_bytes = [connection.recv(1) for connection in stalled]
        announced, body = read(asked(stack, large), 1 << 20)
        assert first_bytes == [b"H"] * STALLED
        assert len(body) == announced
        assert stack.memory() < STALLED * announced * 0.9


def test_requests_that_do_not_wait_for_answers_get_them_in_order(
    stack: Server, large: bytes
) -> None:
    sizes = []
    with asked(stack, large) as alone:
        announced = len(read(alone, 1 << 20)[1])
    with socket.create_connection(("127.0.0.1", stack.port), timeout=60) as connection:
        head = f"POST /v1/convert HTTP/1.1\r\nHost: x\r\nContent-Length: {len(large)}\r\n"
        connection.sendall(head.encode() + b"\r\n" + large)
        connection.sendall(head.encode() + b"Connection: close\r\n\r\n" + large)
        with connection.makefile("rb") as answers:
            while line := answers.readline():
                if line.lower().startswith(b"content-length: "):
                    sizes.append(int(line.split()[1]))
                if line == b"\r\n":
                    assert len(answers.read(sizes[-1])) == sizes[-1]
    assert sizes == [announced] * 2


def test_damage_after_the_status_line_cuts_the_connection(stack: Server, large: bytes) -> None:
    announced, body = read(asked(stack, large[: len(large) // 2]), 1 << 20)
    assert 0 < len(body) < announced


def test_clients_that_leave_take_everything_with_them(stack: Server, large: bytes) -> None:
    process = psutil.Process(stack.process.pid)
    leave(stack, large)  # the libraries' own threads start, and stay
    read(asked(stack, large), 1 << 20)
    fds, threads = process.num_fds(), process.num_threads()
    leave(stack, large)
    for _ in range(LEAVING):
        read(asked(stack, large), 1 << 20)
        if process.num_fds() <= fds:
            break
    assert process.num_fds() <= fds
    # libvips starts and ends threads of its own as it likes: a few, not one per client.
    assert process.num_threads() < threads + LEAVING // 2


@pytest.mark.parametrize(("written", "counted"), [(10, 1), (9, 0)])
def test_a_client_that_has_read_all_and_leaves_at_once_is_counted(
    written: int, counted: int
) -> None:
    """The event loop may learn that it left before the thread that writes to its socket ends."""
    sent: list[None] = []
    client, writing = Client(), threading.Event()

    def write(_chunk: bytes, _rest: Any, check: Check) -> None:
        writing.set()
        while True:
            check()

    writer = Mock(written=written, write=write)
    state: dict[str, Any] = {CONNECTION: Mock(**{"socket_writer.return_value": writer})}

    async def left() -> Message:
        assert await asyncio.to_thread(writing.wait, 60)
        return {"type": "http.disconnect"}

    async def answer() -> None:
        headers = {"Content-Length": "10"}
        tiff = StreamedTiff(endless(), headers, client, Timings(), lambda: sent.append(None))
        await tiff({"type": "http", "state": state}, left, AsyncMock())

    asyncio.run(answer())
    assert len(sent) == counted
    assert state[SENT_DIRECTLY] == written
    writer.close.assert_called_once()


@pytest.mark.parametrize("rounds", range(10))
def test_a_client_that_leaves_at_the_last_byte_is_counted_once(rounds: int) -> None:
    """However many rounds of the event loop the end of the thread comes after the leaving."""
    counted: list[None] = []

    async def answer() -> None:
        loop = asyncio.get_running_loop()
        writing: asyncio.Future[None] = loop.create_future()

        def end_after(rounds: int) -> None:
            if rounds:
                loop.call_soon(end_after, rounds - 1)
            elif not writing.done():
                writing.set_result(None)

        async def leave() -> Message:
            end_after(rounds)
            return {"type": "http.disconnect"}

        writer = Mock(written=10)
        state = {CONNECTION: Mock(**{"socket_writer.return_value": writer})}
        headers, timings = {"Content-Length": "10"}, Timings()
        tiff = StreamedTiff(endless(), headers, Client(), timings, lambda: counted.append(None))
        with patch.object(response, "start_thread", return_value=writing):
            await tiff({"type": "http", "state": state}, leave, AsyncMock())

    asyncio.run(answer())
    assert len(counted) == 1


def endless() -> Conversion:
    """A conversion of which every chunk is the same."""
    with Slots(1, 0).work() as lease:
        pass
    return Conversion({}, 10, 1, repeat(b"chunk"), lease, ExitStack())


def test_a_client_that_does_not_take_the_head_leaves_its_slot_to_another() -> None:
    slots, worked = Slots(1, 1), threading.Event()

    def work() -> None:
        with slots.work():
            worked.set()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            threading.Thread(target=work).start()
            assert await asyncio.to_thread(worked.wait, 60)

    async def stay() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def answer() -> None:
        with ExitStack() as held:
            lease = held.enter_context(slots.work())
            conversion = Conversion({}, 5, 1, iter([b"chunk"]), lease, held.pop_all())
        tiff = StreamedTiff(conversion, {"Content-Length": "5"}, Client(), Timings(), lambda: None)
        await tiff({"type": "http", "state": {}}, stay, send)

    asyncio.run(answer())
    assert (slots.busy, slots.inside) == (0, 0)


def leave(stack: Server, large: bytes) -> None:
    for _ in range(LEAVING):
        connection = asked(stack, large)
        connection.recv(1)
        connection.close()


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/v1/convert", 10**12, b"413"),
        ("/v1/convert?unknown=1", 100, b"400"),
        ("/v1/convert?condition=none-such", 100, b"404"),
        ("/v1/convert", 100, b"100"),
    ],
)
def test_a_refused_upload_is_never_sent(
    stack: Server, path: str, length: int, status: bytes
) -> None:
    """RFC 9110, §10.1.1: a client that expects 100 sends the body after it."""
    with socket.create_connection(("127.0.0.1", stack.port), timeout=60) as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n"
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 " + status)
