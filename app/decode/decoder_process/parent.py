"""The service's side: one child decodes one picture, and the next child is started ahead.

Nothing that a child says is believed further than it can be checked: a header is validated, a
strip has the size that it must have, and a child that ends, whatever ends it, has met a damaged
picture.
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

from app.base import errors
from app.base.errors import AppError, ImageBroken
from app.base.options import Options
from app.base.resolution import Resolution
from app.base.settings import Settings
from app.capacity.slots import PATIENCE_S, Check, never
from app.decode.decoder_process import frames
from app.decode.decoder_process.frames import Asked, Header
from app.decode.picture import Picture
from lut.base.packing import INKS, Bytes

log = logging.getLogger(__name__)

COMMAND: Final = (sys.executable, "-m", "app.decode.decoder_process.child")
LAST_WORDS_S: Final = 1.0
"""In which a process that has closed its socket has ended."""

KNOWN: Final = {kind.__name__: kind for kind in errors.PROBLEMS if issubclass(kind, AppError)}


class Decoders:
    """Children, each for one picture. Safe for threads.

    Args:
        limits: what a picture may have.
        command: what a child runs, given the number of its socket.
    """

    def __init__(self, limits: Settings, command: tuple[str, ...] = COMMAND) -> None:
        self._limits = limits
        self._command = command
        self._lock = threading.Lock()
        self._next: _Child | None = None

    @contextmanager
    def open(
        self, file: FileIO, options: Options, check: Check = never, size: int | None = None
    ) -> Iterator[Picture]:
        """As `app.decode.picture.open_picture`; the child lives as long as the block.

        Raises:
            as `open_picture`; and ImageBroken where the child does not survive the picture.
        """
        child = self._taken()
        try:
            yield child.opened(file, _asked(self._limits, options, size), check)
        finally:
            child.end()

    def close(self) -> None:
        """End the child that waits."""
        with self._lock:
            child, self._next = self._next, None
        if child:
            child.end()

    def _taken(self) -> "_Child":
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
        """Whatever it is doing."""
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def opened(self, file: FileIO, asked: Asked, check: Check) -> Picture:
        told = frames.ASKED.dump_json(asked)
        try:
            socket.send_fds(self._socket, [told], [file.fileno()])
        except OSError as error:
            raise self._crashed() from error
        header = self._header(check)
        return Picture(
            width=header.width,
            height=header.height,
            full=header.full,
            colour=header.colour,
            alpha=header.alpha,
            pages=header.pages,
            profile=header.profile,
            resolution=Resolution.of_dpi(*header.dpi) if header.dpi else None,
            adobe_rgb=header.adobe_rgb,
            xmp=header.xmp,
            iptc=header.iptc,
            decoder_memory=header.decoder_memory,
            stored=_Remote(self, header.shape, check),
            orientation=header.orientation,
        )

    def _header(self, check: Check) -> Header:
        _, body = self.frame(frames.PICTURE, frames.MOST_TOLD, check)
        try:
            return frames.HEADER.validate_json(bytes(body))
        except ValidationError as error:
            raise ImageBroken("the decoder says what cannot be") from error

    def frame(self, wanted: bytes, most: int, check: Check) -> tuple[bytes, bytearray]:
        """The next frame of that kind, or the end.

        Raises:
            AppError: the child tells of one.
            ImageBroken: it has ended, or sends something else.
        """
        while True:
            kind, size = frames.HEAD.unpack(self._read(frames.HEAD.size, check))
            if size > (most if kind == wanted else frames.MOST_TOLD):
                raise ImageBroken("the decoder says more than there can be")
            body = self._read(size, check)
            if kind == frames.WARNING:
                log.warning("%s", body.decode("utf-8", "replace"))
            elif kind == frames.ERROR:
                raise _error(bytes(body))
            elif kind in (wanted, frames.END):
                return kind, body
            else:
                raise ImageBroken("the decoder says what was not asked")

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
            status = self._process.wait(LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            return ImageBroken("its decoder fell silent")
        return ImageBroken(f"its decoder did not survive it (status {status})")


@dataclass(frozen=True)
class _Remote:
    """Strips that another process decodes."""

    child: _Child
    shape: tuple[int, int]
    check: Check

    def strips(self) -> Iterator[Bytes]:
        height, width = self.shape
        row, rest = width * INKS, height
        while rest:
            kind, body = self.child.frame(frames.STRIP, rest * row, self.check)
            if kind == frames.END or not body or len(body) % row:
                raise ImageBroken("the decoder ends before the picture does")
            rest -= len(body) // row
            yield np.frombuffer(body, np.uint8).reshape(-1, width, INKS)


def _asked(limits: Settings, options: Options, size: int | None) -> Asked:
    return Asked(
        max_pixels=limits.max_pixels,
        max_side=limits.max_side,
        max_decoder_memory=int(limits.max_decoder_memory),
        max_pages=limits.max_pages,
        max_profile=int(limits.max_profile),
        max_metadata=int(limits.max_metadata),
        max_seconds=limits.max_seconds,
        page=options.page,
        alpha=options.alpha,
        cmyk=options.cmyk,
        background=options.background,
        size=size,
    )


def _error(body: bytes) -> AppError:
    try:
        told = frames.PROBLEM.validate_json(body)
    except ValidationError:
        return ImageBroken("the decoder says what cannot be")
    return KNOWN.get(told.kind, ImageBroken)(told.text)


def _environment() -> dict[str, str]:
    """Without our settings, among which are keys."""
    return {name: text for name, text in os.environ.items() if "PLATESETTER" not in name}
