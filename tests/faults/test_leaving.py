"""Clients that leave mid-way: the server frees everything that it held for them."""

import random
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from tests.faults.asking import ask, held, is_whole
from tests.pictures import jpeg, photo
from tests.server import Server, serving

pytestmark = pytest.mark.load

WITHIN_S: Final = 2.0
"""Seconds after which what the server still holds counts as lost."""

AT_ONCE: Final = 20


@pytest.fixture(scope="module")
def picture() -> bytes:
    """Return 12 Mpx: the server streams 48 MB."""
    return jpeg(np.tile(photo(1000, 1000), (3, 4, 1)))


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    with serving(data, queue="64") as running:
        yield running


def leave(server: Server, picture: bytes, seed: int) -> None:
    """Leave in the upload, while waiting, or in the download; by a close or by a reset."""
    chance = random.Random(seed)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        head = f"POST /v1/convert HTTP/1.1\r\nHost: x\r\nContent-Length: {len(picture)}\r\n\r\n"
        body = head.encode() + picture
        sent = chance.choice((chance.randrange(len(body)), len(body)))
        connection.sendall(body[:sent])
        if sent == len(body):
            for _ in range(chance.choice((0, 1, 50, 500))):
                connection.recv(1 << 16)
        if chance.random() < 0.5:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize("clients", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_the_server_frees_what_it_held_for_clients_that_left(
    server: Server, picture: bytes, clients: int
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:  # the libraries start their own threads, which stay
        list(pool.map(lambda _: ask(server, picture), range(AT_ONCE)))
    before = settled(server)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda seed: leave(server, picture, seed), range(clients)))
    start = time.monotonic()
    while (now := held(server)) != before and time.monotonic() - start < WITHIN_S:
        pass
    print(f"\n{clients} left: {before} before, {now} after {time.monotonic() - start:.2f} s")
    assert now == before
    assert is_whole(ask(server, picture))


def settled(server: Server) -> tuple[int, int, int]:
    """Return what the server holds once nothing of a request is left."""
    start = time.monotonic()
    before = held(server)
    while time.monotonic() - start < WITHIN_S:
        before = min(before, held(server))
    return before
