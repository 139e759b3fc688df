"""A real server process, for tests and benchmarks."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

STARTS_WITHIN_S = 60
STOPS_WITHIN_S = 60
"""Seconds after which a test fails instead of waiting."""

_RUNNING = re.compile(r"Uvicorn running on http://127\.0\.0\.1:(\d+)")
PLATESETTER = (sys.executable, "-c", "from app.cli.main import main; main()")


def post_head(path: str, length: int) -> bytes:
    """Return the head of a request with a body; its connection ends with the answer."""
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Connection: close"]
    return "\r\n".join([*lines, f"Content-Length: {length}", "", ""]).encode()


class Server:
    """A running service.

    Attributes:
        url: the address at which it answers.
        port: its port on 127.0.0.1.
        process: the server's own.
        log: the lines that it has written so far.
    """

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.log: list[str] = []
        self.port = 0
        self._started = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._started.wait(STARTS_WITHIN_S) or not self.port:
            raise RuntimeError(f"the server did not start: {''.join(self.log)}")
        self.url = f"http://127.0.0.1:{self.port}"

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.log.append(line)
            if found := _RUNNING.search(line):
                self.port = int(found[1])
                self._started.set()
        self._started.set()

    def stop(self) -> int:
        """Ask the server to end, wait for it, and return its exit status."""
        self.process.terminate()
        try:
            return self.process.wait(STOPS_WITHIN_S)
        finally:
            self.process.kill()
            self.process.wait()
            self._reader.join()
            assert self.process.stderr
            self.process.stderr.close()

    def memory(self) -> int:
        """Return the anonymous and shared memory of the process and its children, in bytes."""
        parent = psutil.Process(self.process.pid)
        return sum(_memory(process.pid) for process in [parent, *parent.children(recursive=True)])


def _memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return sum(int(kib) << 10 for kib in re.findall(r"Rss(?:Anon|Shmem):\s+(\d+) kB", status))


@contextmanager
def serving(data: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Start a server on a free port of the loopback, yield it, and stop it.

    Args:
        data: its folder for tables and spool.
        options: of `platesetter serve`.
        settings: `PLATESETTER_*`: names without that prefix, in lower case.
    """
    variables = {f"PLATESETTER_{name.upper()}": value for name, value in settings.items()}
    environment = {**variables, "PLATESETTER_DATA": str(data)}
    with started([*PLATESETTER, "serve", "--port", "0", *options], environment) as server:
        yield server


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Server]:
    """Start any program that is a uvicorn server on the loopback, yield it, and stop it."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Server(process)
    try:
        yield server
    finally:
        server.stop()
