import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest

from app.base.cancellation import never
from app.base.timings import Timings
from app.connection.socket_writer import SocketWriter

SIZE = 8 << 20


def awake() -> AbstractContextManager[None]:
    return nullcontext()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def test_all_bytes_arrive_in_order(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    chunks = [bytes([number]) * (SIZE // 8) for number in range(8)]
    received = bytearray()

    def read() -> None:
        while len(received) < SIZE:
            received.extend(theirs.recv(1 << 16))

    reader = threading.Thread(target=read)
    reader.start()
    timings = Timings()
    writer = SocketWriter(ours.fileno(), timings)
    for chunk in chunks:
        writer.write(chunk, awake, never)
    reader.join()
    writer.close()
    assert bytes(received) == b"".join(chunks)
    assert writer.written == SIZE
    assert timings.seconds["send"] > 0


def test_it_rests_while_the_client_takes_nothing(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, _ = pair
    resting: list[bool] = []

    @contextmanager
    def rest() -> Iterator[None]:
        resting.append(True)
        yield

    def left() -> None:
        raise TimeoutError

    writer = SocketWriter(ours.fileno(), Timings())
    with pytest.raises(TimeoutError):
        writer.write(bytes(SIZE), rest, left)
    writer.close()
    assert resting == [True]
    assert 0 < writer.written < SIZE


def test_a_client_that_has_left_is_an_error(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    theirs.close()
    writer = SocketWriter(ours.fileno(), Timings())
    with pytest.raises(ConnectionError):
        writer.write(b"x", awake, never)
    writer.close()


def test_closing_it_leaves_the_connection_open(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = pair
    SocketWriter(ours.fileno(), Timings()).close()
    ours.send(b"still here")
    assert theirs.recv(100) == b"still here"
