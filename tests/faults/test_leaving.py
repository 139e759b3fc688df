"""Clients that leave mid-way: everything they held is given back."""

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

WITHIN_S: Final = 2.0
AT_ONCE: Final = 20


@pytest.fixture(scope="module")
def picture() -> bytes:
    """12 Mpx: 48 MB out, streamed."""
    return jpeg(np.tile(photo(1000, 1000), (3, 4, 1)))


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    with serving(data, queue="64") as running:
        yield running


def leave(server: Server, picture: bytes, seed: int) -> None:
    """Somewhere in the upload, while waiting, or somewhere in the download; politely or not."""
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
def test_who_leaves_takes_everything_along(server: Server, picture: bytes, clients: int) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:  # the libraries' own threads start, and stay
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
    """What it holds once nothing of a request is left."""
    start = time.monotonic()
    before = held(server)
    while time.monotonic() - start < WITHIN_S:
        before = min(before, held(server))
    return before
