"""A client with a stopwatch, on a bare socket: it decides how fast it reads."""

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.server import Server, post_head

PIECE = 1 << 20
LONGEST = 4 * PIECE
DISCARD = Path("/dev/null")


@dataclass
class Answer:
    """An answer, and when its bytes came.

    Attributes:
        announced: bytes of the body, as its head says.
        received: bytes of the body that came.
        digest: its SHA-256.
        first_byte_s: from the last byte sent to the first received.
        total_s: from the last byte sent to the last received.
        stall: when the client stopped reading and when it went on, by `time.perf_counter`.
    """

    announced: int
    received: int
    digest: str
    first_byte_s: float
    total_s: float
    stall: tuple[float, float]


def post(
    server: Server, photo: Path, to: Path = DISCARD, stall_s: float = 0, rate: float = 0
) -> Answer:
    """Convert a picture, and return the answer with its times.

    Args:
        server: receives a request for `/v1/convert`.
        photo: the body of the request.
        to: the file to which the client writes the TIFF.
        stall_s: seconds without reading, after the first bytes.
        rate: bytes a second that the client reads after that; 0 reads as fast as they come.
    """
    with socket.create_connection(("127.0.0.1", server.port), timeout=300) as connection:
        connection.sendall(post_head("/v1/convert", photo.stat().st_size))
        with photo.open("rb") as file:
            connection.sendfile(file)
        sent = time.perf_counter()
        first = _head(connection)
        first_byte = time.perf_counter() - sent
        fields, _, body = first.partition(b"\r\n\r\n")
        announced = _announced(fields)
        stalled = time.perf_counter()
        threading.Event().wait(stall_s)
        resumed = time.perf_counter()
        digest, received = hashlib.sha256(), 0
        with to.open("wb") as file:
            for piece in _pieces(connection, body, rate):
                digest.update(piece)
                file.write(piece)
                received += len(piece)
    total = time.perf_counter() - sent
    return Answer(announced, received, digest.hexdigest(), first_byte, total, (stalled, resumed))


def fetch(
    server: Server, photo: Path, to: Path = DISCARD, path: str = "/v1/convert?precision=exact"
) -> int:
    """Convert a picture as fast as the client can send and read; return the bytes of the answer.

    Where `to` is `DISCARD`, the kernel throws the answer away, a piece at a time, so that the
    client hardly uses the server's cores. A client on another machine would not use them either.

    Raises:
        RuntimeError: another status, or fewer bytes than announced.
    """
    with socket.create_connection(("127.0.0.1", server.port), timeout=600) as connection:
        connection.sendall(post_head(path, photo.stat().st_size))
        with photo.open("rb") as file:
            connection.sendfile(file)
        fields, _, body = _head(connection).partition(b"\r\n\r\n")
        keep = partial(_kept, to, body) if to != DISCARD else _dropped
        received = len(body) + keep(connection)
    if received != _announced(fields):
        raise RuntimeError(f"{_announced(fields)} bytes were announced, {received} came")
    return received


def _kept(to: Path, first: bytes, connection: socket.socket) -> int:
    with to.open("wb") as file:
        file.write(first)
        return sum(map(file.write, iter(partial(connection.recv, PIECE), b"")))


def _dropped(connection: socket.socket) -> int:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, PIECE)
    buffer = bytearray(LONGEST)
    take = partial(connection.recv_into, buffer, LONGEST, socket.MSG_TRUNC)
    return sum(iter(take, 0))


def _head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        if not (piece := connection.recv(PIECE)):
            raise RuntimeError(f"the connection was closed after {head!r}")
        head += piece
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode(errors="replace"))
    return head


def _announced(fields: bytes) -> int:
    return int(fields.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])


def _pieces(connection: socket.socket, first: bytes, rate: float) -> Iterator[bytes]:
    start, received = time.perf_counter(), len(first)
    yield first
    while piece := connection.recv(PIECE):
        yield piece
        received += len(piece)
        if rate:
            threading.Event().wait(max(0, start + received / rate - time.perf_counter()))


@contextmanager
def watched(server: Server, every_s: float = 0.01) -> Iterator[list[tuple[float, int]]]:
    """Read the server's anonymous and shared memory in a thread: moments and bytes."""
    readings = [(time.perf_counter(), server.memory())]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(every_s):
            readings.append((time.perf_counter(), server.memory()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield readings
    finally:
        done.set()
        watcher.join()
