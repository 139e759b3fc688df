"""A thousand clients that send a byte now and then: the server cuts them, and serves the others."""

import resource
import selectors
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.faults.asking import ask
from tests.pictures import jpeg, photo
from tests.server import Server, serving

pytestmark = pytest.mark.latency

HEAD_S: Final = 5
DRIP_S: Final = 0.5
HEAD: Final = b"POST /v1/convert HTTP/1.1\r\nHost: x\r\nX-Long: "
TIMES: Final = 40


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    with serving(data, head_timeout=str(HEAD_S)) as running:
        yield running


class Slow:
    """Connections that each send a byte now and then; a closed one is replaced."""

    def __init__(self, server: Server, count: int) -> None:
        self.ages: list[float] = []
        self._address = ("127.0.0.1", server.port)
        self._born = {self._connected(): time.monotonic() for _ in range(count)}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._drip)

    @contextmanager
    def dripping(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._done.set()
            self._thread.join()
            for connection in self._born:
                connection.close()

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(self._address, timeout=60)
        connection.sendall(HEAD)
        return connection

    def _drip(self) -> None:
        while not self._done.wait(DRIP_S):
            with selectors.DefaultSelector() as readable:
                for connection in self._born:
                    readable.register(connection, selectors.EVENT_READ)
                closed = [key.fileobj for key, _ in readable.select(0)]
            for connection in list(self._born):
                if connection in closed:
                    self._renew(connection)
                else:
                    self._send(connection)

    def _send(self, connection: socket.socket) -> None:
        try:
            connection.send(b"x")
        except ConnectionError:
            self._renew(connection)

    def _renew(self, connection: socket.socket) -> None:
        self.ages.append(time.monotonic() - self._born.pop(connection))
        connection.close()
        self._born[self._connected()] = time.monotonic()


@pytest.mark.parametrize(
    ("count", "seconds"), [(200, 8), pytest.param(1000, 60, marks=pytest.mark.slow)]
)
def test_honest_clients_are_served(server: Server, count: int, seconds: float) -> None:
    allow_files(count + 200)
    picture = jpeg(photo(1000, 1000))
    latencies(server, picture, TIMES)
    alone = statistics.median(latencies(server, picture, TIMES))
    slow = Slow(server, count)
    start = time.monotonic()
    beside: list[float] = []
    with slow.dripping():
        while time.monotonic() - start < seconds:
            beside += latencies(server, picture, 5)
    ratio = statistics.median(beside) / alone
    print(f"\n{count} slow for {seconds} s: {alone * 1000:.1f} ms alone, {ratio:.2f} × beside")
    print(f"{len(slow.ages)} were cut, after {min(slow.ages):.1f} … {max(slow.ages):.1f} s")
    assert ratio <= 2
    assert len(slow.ages) >= count
    assert max(slow.ages) < HEAD_S + 3


def latencies(server: Server, picture: bytes, times: int) -> list[float]:
    answers = [ask(server, picture) for _ in range(times)]
    assert {answer.status for answer in answers} == {200}
    return [answer.seconds for answer in answers]


def allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))
