"""TIFF strips, compressed on all cores, and written to a spool file in their order.

The directory comes first in a TIFF, and needs the compressed sizes: so the strips are kept in a
file until the last is compressed. The threads hold a few at once, whatever the picture's size.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Final

import imagecodecs
import numpy as np

from app.base.options import Compression
from lut.base.packing import Bytes

CORES: Final = os.cpu_count() or 1
IN_FLIGHT: Final = 2 * CORES
"""Strips that are being compressed at once; then the next waits for the first of them."""
READ_BYTES: Final = 1 << 20
DEFLATE_LEVEL: Final = 6
"""zlib's own default."""

Codec = Callable[[Bytes], bytes]


def _lzw(strip: Bytes) -> bytes:
    return bytes(imagecodecs.lzw_encode(strip.tobytes()))


def _deflate(strip: Bytes) -> bytes:
    return bytes(imagecodecs.deflate_encode(strip.tobytes(), level=DEFLATE_LEVEL))


CODECS: Final[dict[Compression, Codec]] = {"lzw": _lzw, "deflate": _deflate}


def compress(strips: Iterable[Bytes], compression: Compression, spool: IO[bytes]) -> list[int]:
    """Compress strips into `spool`.

    Args:
        strips: uint8 `[h, w, 4]` each; the array may be reused once the next one is asked for.
        compression: `lzw` or `deflate`, each with horizontal differences (predictor 2).
        spool: an empty file.

    Returns:
        The bytes of each compressed strip.
    """
    codec = CODECS[compression]
    sizes: list[int] = []
    in_flight: deque[Future[bytes]] = deque()

    def write_first() -> None:
        sizes.append(spool.write(in_flight.popleft().result()))

    with ThreadPoolExecutor(CORES) as cores:
        for strip in strips:
            in_flight.append(cores.submit(codec, differences(strip)))
            if len(in_flight) == IN_FLIGHT:
                write_first()
        while in_flight:
            write_first()
    return sizes


def differences(strip: Bytes) -> Bytes:
    """Return each pixel less the one before it in its row, modulo 256 (TIFF 6.0, §14): a copy."""
    result = strip.copy()
    np.subtract(strip[:, 1:], strip[:, :-1], out=result[:, 1:])
    return result


def read_back(spool: IO[bytes]) -> Generator[bytes]:
    """Yield a spool file's bytes, in pieces."""
    spool.seek(0)
    while piece := spool.read(READ_BYTES):
        yield piece
