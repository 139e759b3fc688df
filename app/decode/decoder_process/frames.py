"""What the service and its decoder send each other: frames of a kind, a length and bytes."""

import struct
from dataclasses import dataclass
from socket import socket
from typing import Final

from pydantic import TypeAdapter

from app.base.limits import Limits
from app.base.options import Options
from app.decode.picture_header import PictureHeader

PICTURE: Final = b"P"
STRIP: Final = b"S"
END: Final = b"E"
ERROR: Final = b"X"
WARNING: Final = b"W"
HEAD: Final = struct.Struct(">cQ")
LONGEST: Final = 256 << 20
"""Bytes of a frame that is not a strip; the service refuses the picture of a decoder that sends
more."""


@dataclass(frozen=True)
class DecodingRequest:
    """The arguments of `app.decode.picture.open_picture` beside the file."""

    limits: Limits
    options: Options
    size: int | None


@dataclass(frozen=True)
class Problem:
    """An error of `app.base.errors`: the name of its class, and its text."""

    kind: str
    text: str


REQUEST: Final = TypeAdapter(DecodingRequest)
HEADER: Final = TypeAdapter(PictureHeader)
PROBLEM: Final = TypeAdapter(Problem)


def send(connection: socket, kind: bytes, body: bytes | memoryview = b"") -> None:
    """Send a frame.

    Raises:
        OSError: the other process has closed its end.
    """
    connection.sendall(HEAD.pack(kind, len(body)))
    connection.sendall(body)
