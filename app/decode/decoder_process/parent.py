"""The service's side: one child decodes one picture, and the next child is started beforehand.

The service trusts nothing that a child sends: it validates the header, expects of each strip the
size that it must have, and takes the picture of a child that ends early, for any cause, as damaged.
"""

import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from typing import Final

import numpy as np
from pydantic import ValidationError

from app.base.cancellation import Check, never
from app.base.errors import AppError, ImageBroken
from app.base.limits import Limits
from app.base.options import Options
from app.capacity.slots import PATIENCE_S
from app.decode.decoder_process import frames
from app.decode.decoder_process.frames import DecodingRequest
from app.decode.file_headers.limits import refuse_sides
from app.decode.picture import Picture
from app.decode.picture_header import PictureHeader
from lut.base.packing import INKS, Bytes

log = logging.getLogger(__name__)

COMMAND: Final = (sys.executable, "-m", "app.decode.decoder_process.child")
EXIT_WAIT_S: Final = 1.0
"""Seconds in which a process that has closed its socket should have ended; after them the error
gives no exit status."""

ERRORS: Final = {kind.__name__: kind for kind in AppError.__subclasses__()}


class Decoders:
    """Children, each for one picture. Safe for threads.

    Args:
        limits: what a picture may have.
        command: what a child runs, given the number of its socket.
    """

    def __init__(self, limits: Limits, command: tuple[str, ...] = COMMAND) -> None:
        self._limits = limits
        self._command = command
        self._lock = threading.Lock()
        self._next: _Child | None = None

    @contextmanager
    def open(
        self, file: FileIO, options: Options, check: Check = never, size: int | None = None
    ) -> Iterator[Picture]:
        """Open a picture as `app.decode.picture.open_picture` does; the child ends with the block.

        Raises:
            AppError: as `open_picture`; and ImageBroken where the child does not survive the
                picture.
        """
        child = self._take()
        try:
            child.send(DecodingRequest(self._limits, options, size), file)
            header = child.header(check)
            refuse_sides(header.width, header.height, self._limits)
            yield Picture(header, _ChildPixels(child, header.shape, check))
        finally:
            child.end()

    def close(self) -> None:
        """End the child that waits."""
        with self._lock:
            child, self._next = self._next, None
        if child:
            child.end()

    def _take(self) -> "_Child":
        with self._lock:
            child, self._next = self._next or _Child(self._command), _Child(self._command)
        return child


class _Child:
    """A process, and our end of its socket."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(PATIENCE_S)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                (*command, str(theirs.fileno())),
                pass_fds=(theirs.fileno(),),
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def end(self) -> None:
        """Kill the process, and wait for its end."""
        self._process.kill()  # first: a child whose socket is closed prints a traceback
        self._process.wait()
        self._socket.close()

    def send(self, request: DecodingRequest, file: FileIO) -> None:
        """Send the file, and what to do with it.

        Raises:
            ImageBroken: the process has ended.
        """
        try:
            text = frames.REQUEST.dump_json(request)
            socket.send_fds(self._socket, [text], [file.fileno()])
        except OSError as error:
            raise self._crashed() from error

    def header(self, check: Check) -> PictureHeader:
        """Return the picture's header.

        Raises:
            AppError: the child sent an error.
            ImageBroken: it has ended, or sent something else.
        """
        _, body = self.frame(frames.PICTURE, frames.LONGEST, check)
        try:
            return frames.HEADER.validate_json(bytes(body))
        except ValidationError as error:
            raise ImageBroken("its decoder sent an impossible header") from error

    def frame(self, wanted: bytes, longest: int, check: Check) -> tuple[bytes, bytearray]:
        """Return the kind and body of the next frame, of the wanted kind or `END`.

        Args:
            wanted: the kind.
            longest: bytes that a body of that kind may have.
            check: called while the child sends nothing.

        Raises:
            AppError: the child sent an error.
            ImageBroken: it has ended, or sent something else.
        """
        while True:
            kind, size = frames.HEAD.unpack(self._read(frames.HEAD.size, check))
            most = longest if kind == wanted else frames.LONGEST
            if size > most:
                raise ImageBroken(f"its decoder sent {size} bytes, expected at most {most}")
            body = self._read(size, check)
            if kind == frames.WARNING:
                log.warning("%s", body.decode("utf-8", "replace"))
            elif kind == frames.ERROR:
                raise _error(bytes(body))
            elif kind in (wanted, frames.END):
                return kind, body
            else:
                raise ImageBroken(f"its decoder sent {kind!r}, expected {wanted!r}")

    def _read(self, size: int, check: Check) -> bytearray:
        body = bytearray(size)
        rest = memoryview(body)
        while rest:
            try:
                count = self._socket.recv_into(rest)
            except TimeoutError:
                check()
                continue
            except OSError as error:
                raise self._crashed() from error
            if not count:
                raise self._crashed()
            rest = rest[count:]
        return body

    def _crashed(self) -> ImageBroken:
        try:
            status = self._process.wait(EXIT_WAIT_S)
        except subprocess.TimeoutExpired:
            return ImageBroken("its decoder closed the connection")
        return ImageBroken(f"its decoder did not survive it (status {status})")


@dataclass(frozen=True)
class _ChildPixels:
    """Pixels that a child decodes."""

    child: _Child
    shape: tuple[int, int]
    check: Check

    def strips(self) -> Iterator[Bytes]:
        """Yield strips; see `app.decode.strips.StoredPixels`."""
        height, width = self.shape
        row, rest = width * INKS, height
        while rest:
            kind, body = self.child.frame(frames.STRIP, rest * row, self.check)
            if kind == frames.END or not body or len(body) % row:
                raise ImageBroken("its decoder ended before the last row")
            rest -= len(body) // row
            yield np.frombuffer(body, np.uint8).reshape(-1, width, INKS)


def _error(body: bytes) -> AppError:
    try:
        problem = frames.PROBLEM.validate_json(body)
    except ValidationError:
        return ImageBroken("its decoder sent an error that cannot be read")
    return ERRORS.get(problem.kind, ImageBroken)(problem.text)


def _environment() -> dict[str, str]:
    """Return ours without the service's settings: there are keys among them."""
    return {name: text for name, text in os.environ.items() if "PLATESETTER" not in name}
