import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest

from app.base.timings import Stages
from app.connection.socket_writer import Outlet

SIZE = 8 << 20


def awake() -> AbstractContextManager[None]:
    return nullcontext()


def never() -> None:
    pass


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
    stages = Stages()
    outlet = Outlet(ours.fileno(), stages)
    for chunk in chunks:
        outlet.write(chunk, awake, never)
    reader.join()
    outlet.close()
    assert bytes(received) == b"".join(chunks)
    assert outlet.written == SIZE
    assert stages.seconds["send"] > 0


def test_it_rests_while_the_reader_takes_nothing(
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

    outlet = Outlet(ours.fileno(), Stages())
    with pytest.raises(TimeoutError):
        outlet.write(bytes(SIZE), rest, left)
    outlet.close()
    assert resting == [True]
    assert 0 < outlet.written < SIZE


def test_a_reader_that_has_left_is_told(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    theirs.close()
    outlet = Outlet(ours.fileno(), Stages())
    with pytest.raises(ConnectionError):
        outlet.write(b"x", awake, never)
    outlet.close()


def test_closing_it_leaves_the_connection_open(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = pair
    Outlet(ours.fileno(), Stages()).close()
    ours.send(b"still here")
    assert theirs.recv(100) == b"still here"
