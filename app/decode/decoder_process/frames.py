"""What goes over the socket between a service and its decoder: kind, length, bytes."""

import struct
from dataclasses import dataclass
from fractions import Fraction
from socket import socket
from typing import Final

from pydantic import ConfigDict, TypeAdapter

from app.base.options import Alpha, Cmyk
from app.decode.picture import Colour

PICTURE: Final = b"P"
STRIP: Final = b"S"
END: Final = b"E"
ERROR: Final = b"X"
WARNING: Final = b"W"
HEAD: Final = struct.Struct(">cQ")
MOST_TOLD: Final = 256 << 20
"""Bytes of a frame that is not a strip."""

_CONFIG: Final = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64", extra="forbid")


@dataclass(frozen=True)
class Asked:
    """What a decoder is told of a picture: the limits and options that reading depends on."""

    __pydantic_config__ = _CONFIG

    max_pixels: int
    max_side: int
    max_decoder_memory: int
    max_pages: int
    max_profile: int
    max_metadata: int
    max_seconds: float
    page: int
    alpha: Alpha
    cmyk: Cmyk
    background: str
    size: int | None


@dataclass(frozen=True)
class Header:
    """What a decoder tells of a picture; see `app.decode.picture.Picture`."""

    __pydantic_config__ = _CONFIG

    width: int
    height: int
    full: tuple[int, int]
    colour: Colour
    alpha: bool
    pages: int
    profile: bytes | None
    dpi: tuple[Fraction, Fraction] | None
    adobe_rgb: bool
    xmp: bytes | None
    iptc: bytes | None
    decoder_memory: int
    shape: tuple[int, int]
    orientation: int


@dataclass(frozen=True)
class Problem:
    """An error of `app.base.errors`, by name."""

    kind: str
    text: str


ASKED: Final = TypeAdapter(Asked)
HEADER: Final = TypeAdapter(Header)
PROBLEM: Final = TypeAdapter(Problem)


def send(connection: socket, kind: bytes, body: bytes | memoryview = b"") -> None:
    """A frame.

    Raises:
        OSError: nobody reads.
    """
    connection.sendall(HEAD.pack(kind, len(body)))
    connection.sendall(body)
