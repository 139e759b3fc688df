"""Clients that send a picture and examine the answer."""

import hashlib
import io
import re
import socket
import time
from typing import NamedTuple

import numpy as np
import psutil
import tifffile

from tests.server import Server, post_head

SLOWEST_S = 5.0
"""Seconds after which an answer to a hostile file counts as a hang."""
CLOSELY_S = 0.005
"""Seconds between two readings of the server's memory, where peaks are short."""
FIRST = 1 << 16
PIECE = 1 << 20
END = b"\r\n\r\n"
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class Answer(NamedTuple):
    """An answer: status (0 where none came), head, body, and the seconds that it took."""

    status: int
    head: bytes
    body: bytes
    seconds: float


def ask(server: Server, body: bytes, path: str = "/v1/convert", patience: float = 60) -> Answer:
    """Send a picture on a new connection, which the server may cut; return the whole answer."""
    start = time.perf_counter()
    buffer, received = bytearray(FIRST), 0
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=patience) as connection:
            connection.sendall(post_head(path, len(body)) + body)
            while count := connection.recv_into(memoryview(buffer)[received:]):
                received += count
                if received == len(buffer):
                    buffer.extend(bytes(max(PIECE, _announced(buffer) - received)))
    except ConnectionError:
        pass
    seconds = time.perf_counter() - start
    del buffer[received:]
    end = buffer.find(END) if received else 0
    status = int(buffer[9:12]) if received else 0
    return Answer(
        status, bytes(buffer[:end]).lower(), bytes(memoryview(buffer)[end + len(END) :]), seconds
    )


def ask_for_digest(server: Server, body: bytes, path: str = "/v1/convert") -> Answer:
    """Do as `ask`, but keep only the SHA-256 of a picture: the client then takes little time."""
    start = time.perf_counter()
    buffer, received, digest = bytearray(PIECE), b"", hashlib.sha256()
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(post_head(path, len(body)))
            connection.sendall(body)
            while END not in received and (piece := connection.recv(FIRST)):
                received += piece
            digest.update(received.partition(END)[2])
            while count := connection.recv_into(buffer):
                digest.update(memoryview(buffer)[:count])
                received += b"" if received[9:12] == b"200" else buffer[:count]
    except ConnectionError:
        pass
    seconds = time.perf_counter() - start
    head, _, rest = received.partition(END)
    status = int(head[9:12] or 0)
    return Answer(status, head.lower(), digest.digest() if status == 200 else rest, seconds)


def _announced(received: bytearray) -> int:
    """Return the announced bytes of the body; 0 where its head has not come."""
    found = LENGTH.search(received)
    return int(found[1]) if found else 0


def is_cut(answer: Answer) -> bool:
    """Return whether fewer bytes came than the head announced."""
    fields = dict(line.split(b": ", 1) for line in answer.head.split(b"\r\n")[1:])
    return len(answer.body) < int(fields[b"content-length"])


def is_whole(answer: Answer) -> bool:
    """Return whether all announced bytes came, and are a TIFF of at least four inks."""
    if is_cut(answer):
        return False
    pixels = tifffile.imread(io.BytesIO(answer.body))
    return bool(pixels.dtype == np.uint8 and pixels.shape[-1] >= 4)


class Held(NamedTuple):
    """What a process holds: descriptors, threads, unlinked files in its spool."""

    descriptors: int
    threads: int
    files: int


def held(server: Server) -> Held:
    """Return what a server holds now."""
    process = psutil.Process(server.process.pid)
    with process.oneshot():
        deleted = [one for one in process.open_files() if one.path.endswith("(deleted)")]
        return Held(process.num_fds(), process.num_threads(), len(deleted))
