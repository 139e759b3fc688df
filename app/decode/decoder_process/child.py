"""The decoder's side: one picture, within limits.

`python -m app.decode.decoder_process.child SOCKET`

It may not write a file, open more than a few, take more memory than its picture needs by our
estimate, nor work longer than a conversion may.
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
from app.base.options import Options
from app.base.settings import Settings
from app.decode.decoder_process import frames
from app.decode.decoder_process.frames import Asked, Header, Problem
from app.decode.picture import Picture, open_picture
from lut.base.packing import pack

MOST_ASKED: Final = 1 << 16
FILES: Final = 64
WORKING_MEMORY: Final = 512 << 20
"""Bytes of address space for what is not the picture: strips, lines that the decoder keeps, heaps
of its threads."""


def main() -> None:
    """Wait for a picture, and send it."""
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        told, files, _, _ = socket.recv_fds(connection, MOST_ASKED, 1)
        if files:
            asked = frames.ASKED.validate_json(told)
            logging.getLogger().addHandler(_Passed(connection))
            limit(asked)
            with FileIO(files[0]) as file:
                decode(connection, file, asked)


def limit(asked: Asked) -> None:
    """What this process may take from now on."""
    seconds = math.ceil(asked.max_seconds)
    memory = _address_space() + asked.max_decoder_memory + WORKING_MEMORY
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def decode(connection: socket.socket, file: FileIO, asked: Asked) -> None:
    """Its header, its strips, and the end; or an error."""
    try:
        picture = open_picture(file, _limits(asked), _options(asked), asked.size)
        frames.send(connection, frames.PICTURE, frames.HEADER.dump_json(_header(picture)))
        for strip in picture.stored.strips():
            frames.send(connection, frames.STRIP, pack(strip).data.cast("B"))
        frames.send(connection, frames.END)
    except AppError as error:
        problem = Problem(type(error).__name__, str(error))
        frames.send(connection, frames.ERROR, frames.PROBLEM.dump_json(problem))


class _Passed(logging.Handler):
    """What the decoder warns of is the request's."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(logging.WARNING)
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        frames.send(self._connection, frames.WARNING, record.getMessage().encode())


def _limits(asked: Asked) -> Settings:
    return Settings(
        max_pixels=asked.max_pixels,
        max_side=asked.max_side,
        max_decoder_memory=asked.max_decoder_memory,
        max_pages=asked.max_pages,
        max_profile=asked.max_profile,
        max_metadata=asked.max_metadata,
    )


def _options(asked: Asked) -> Options:
    return Options(page=asked.page, alpha=asked.alpha, cmyk=asked.cmyk, background=asked.background)


def _header(picture: Picture) -> Header:
    resolution = picture.resolution
    return Header(
        width=picture.width,
        height=picture.height,
        full=picture.full,
        colour=picture.colour,
        alpha=picture.alpha,
        pages=picture.pages,
        profile=picture.profile,
        dpi=(resolution.x, resolution.y) if resolution else None,
        adobe_rgb=picture.adobe_rgb,
        xmp=picture.xmp,
        iptc=picture.iptc,
        decoder_memory=picture.decoder_memory,
        shape=picture.stored.shape,
        orientation=picture.orientation,
    )


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
