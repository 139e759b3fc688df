"""Clients that send pictures and forms, without a socket."""

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path

from hypothesis import HealthCheck, settings
from pydantic import ByteSize
from starlette.requests import Request
from starlette.types import Message

from app.receive.upload import read_upload
from tests.app.reading import settings_of

NO_LIMIT = 1 << 30
PICTURE = b"\xff\xd8\xff picture\r\n--xx\r\n--x\r\n\r\n-- \0\r" * 3
BOUNDARY = b"multipart/form-data; boundary=--xxxy"
FILE = b'Content-Disposition: form-data; name="file"; filename="a.jpg"'
END = b"\r\n----xxxy--"
in_spool = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def part(head: bytes, body: bytes = PICTURE) -> bytes:
    return b"----xxxy\r\n" + head + b"\r\n\r\n" + body


def form(*parts: bytes) -> bytes:
    return b"\r\n".join(parts) + END + b"\r\n"


class Client:
    """Sends a body in pieces, and knows how many have been taken."""

    def __init__(self, pieces: Iterable[bytes], kind: bytes, length: bytes | None = None) -> None:
        self.taken = 0
        self._messages = self._sent(list(pieces))
        self._headers = [(b"content-type", kind)] if kind else []
        if length is not None:
            self._headers.append((b"content-length", length))

    def _sent(self, pieces: list[bytes]) -> Iterator[Message]:
        for piece in pieces:
            yield {"type": "http.request", "body": piece, "more_body": True}
        yield {"type": "http.request", "body": b"", "more_body": False}

    async def _receive(self) -> Message:
        self.taken += 1
        return next(self._messages)

    def upload(self, spool: Path, limit: int = NO_LIMIT) -> tuple[str, bytes]:
        """The name and the bytes that arrived."""
        scope = {"type": "http", "method": "POST", "path": "/", "headers": self._headers}
        limits = settings_of(data=spool.parent, max_upload=ByteSize(limit))
        upload = asyncio.run(read_upload(Request(scope, self._receive), limits))
        with upload.file as file:
            file.seek(0)
            return upload.name, file.read()


def bytewise(body: bytes) -> list[bytes]:
    return [body[at : at + 1] for at in range(len(body))]
