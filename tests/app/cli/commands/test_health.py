import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.app.cli.running import run

pytestmark = pytest.mark.load  # interpreters of their own


@contextmanager
def answering(answer: bytes | None) -> Iterator[int]:
    """Yield the port of a service that sends this answer once, or none."""
    left = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1 << 16)
            if answer is None:
                left.wait(10)
            else:
                connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield int(listener.getsockname()[1])
        left.set()
        thread.join()


def response(status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_service_that_is_ready() -> None:
    with answering(response("200 OK")) as port:
        result = run("health", "--port", port)
    assert (result.status, result.out, result.err) == (0, "ready\n", "")


@pytest.mark.parametrize("status", ["503 Service Unavailable", "404 Not Found"])
def test_a_service_that_is_not(status: str) -> None:
    with answering(response(status)) as port:
        result = run("health", "--port", port)
    assert (result.status, result.out) == (1, f"not ready: {status[:3]}\n")


def test_a_closed_port_is_one_line() -> None:
    port = closed_port()
    result = run("health", "--port", port)
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith(f"platesetter: no answer from 127.0.0.1:{port}: ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", None])
def test_what_is_no_answer_is_one_line(answer: bytes | None) -> None:
    with answering(answer) as port:
        result = run("health", "--port", port, "--timeout", "0.2")
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith(f"platesetter: no answer from 127.0.0.1:{port}: ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_a_usage_error(port: str) -> None:
    result = run("health", f"--port={port}")
    assert (result.status, result.out) == (2, "")
    assert "--port" in result.err


def test_it_loads_neither_the_engine_nor_the_service() -> None:
    """A container asks every few seconds."""
    program = (
        "import atexit, sys; from app.cli.main import main;"
        "atexit.register(lambda: print(*sorted(sys.modules)));"
        f"sys.argv = ['platesetter', 'health', '--port', '{closed_port()}']; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    loaded = set(result.stdout.split())
    assert "app.cli.commands.health" in loaded
    assert not loaded & {"numpy", "pyvips", "fastapi", "PIL", "uvicorn"}
