"""The decoder's process: it decodes one picture, within limits, and ends.

`python -m app.decode.decoder_process.child SOCKET`

It may not write a file, open more than a few, take more memory than its picture needs by our
estimate, nor compute longer than a conversion may take.
"""

import logging
import math
import resource
import socket
import sys
from io import FileIO
from pathlib import Path
from typing import Final

from app.base.errors import AppError
from app.base.limits import Limits
from app.decode.decoder_process import frames
from app.decode.decoder_process.frames import DecodingRequest, Problem
from app.decode.picture import open_picture
from lut.base.packing import pack

LONGEST_REQUEST: Final = 1 << 16
"""Bytes; what is longer is cut, and the process ends with an error."""
FILES: Final = 64
"""Open files; libvips cannot open another."""
WORKING_MEMORY: Final = 512 << 20
"""Bytes of address space beside the picture: strips, lines that libvips keeps, its threads' heaps.
Where they are exceeded, allocation fails, and mostly the process ends."""


def main() -> None:
    """Wait for a picture, decode it, and send it."""
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        text, files, _, _ = socket.recv_fds(connection, LONGEST_REQUEST, 1)
        if files:
            request = frames.REQUEST.validate_json(text)
            logging.getLogger().addHandler(_Forwarder(connection))
            restrict(request.limits)
            with FileIO(files[0]) as file:
                decode(connection, file, request)


def restrict(limits: Limits) -> None:
    """Limit what the kernel gives this process from now on."""
    seconds = math.ceil(limits.max_seconds)
    memory = _address_space() + limits.max_decoder_memory + WORKING_MEMORY
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def decode(connection: socket.socket, file: FileIO, request: DecodingRequest) -> None:
    """Send a picture's header, its strips and the end; or an error."""
    try:
        picture = open_picture(file, request.limits, request.options, request.size)
        frames.send(connection, frames.PICTURE, frames.HEADER.dump_json(picture.header))
        for strip in picture.stored.strips():
            frames.send(connection, frames.STRIP, pack(strip).data.cast("B"))
        frames.send(connection, frames.END)
    except AppError as error:
        problem = Problem(type(error).__name__, str(error))
        frames.send(connection, frames.ERROR, frames.PROBLEM.dump_json(problem))


class _Forwarder(logging.Handler):
    """A log handler that sends libvips' warnings to the service, which logs them."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(logging.WARNING)
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        """Send a record's text."""
        frames.send(self._connection, frames.WARNING, record.getMessage().encode())


def _address_space() -> int:
    """Return the bytes of address space that this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
