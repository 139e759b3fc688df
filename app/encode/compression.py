"""Strips compressed by all cores, in order, to a spool file.

Compressed sizes are known only afterwards, and the directory comes first: so the strips wait
in a file until all are there. A few are in flight at once, whatever the picture's size.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Final

import imagecodecs
import numpy as np

from app.encode.tiff import Compression
from lut.base.packing import Bytes

CORES: Final = os.cpu_count() or 1
IN_FLIGHT: Final = 2 * CORES
READ_BYTES: Final = 1 << 20
DEFLATE_LEVEL: Final = 6

Codec = Callable[[Bytes], bytes]


def _lzw(strip: Bytes) -> bytes:
    return bytes(imagecodecs.lzw_encode(strip.tobytes()))


def _deflate(strip: Bytes) -> bytes:
    return bytes(imagecodecs.deflate_encode(strip.tobytes(), level=DEFLATE_LEVEL))


CODECS: Final[dict[Compression, Codec]] = {
    Compression.LZW: _lzw,
    Compression.DEFLATE: _deflate,
}


def compress(strips: Iterable[Bytes], compression: Compression, spool: IO[bytes]) -> list[int]:
    """Compress strips into `spool`.

    Args:
        strips: uint8 `[h, w, 4]` each; the array may be reused once the next one is asked for.
        compression: LZW or Deflate, each with horizontal differences (predictor 2).
        spool: an empty file.

    Returns:
        the bytes of each compressed strip.
    """
    codec = CODECS[compression]
    sizes: list[int] = []
    flying: deque[Future[bytes]] = deque()

    def land() -> None:
        sizes.append(spool.write(flying.popleft().result()))

    with ThreadPoolExecutor(CORES) as cores:
        for strip in strips:
            flying.append(cores.submit(codec, differences(strip)))
            if len(flying) == IN_FLIGHT:
                land()
        while flying:
            land()
    return sizes


def differences(strip: Bytes) -> Bytes:
    """Each pixel less the one before it in its row, modulo 256 (TIFF 6.0, §14): a copy."""
    result = strip.copy()
    np.subtract(strip[:, 1:], strip[:, :-1], out=result[:, 1:])
    return result


def read_back(spool: IO[bytes]) -> Generator[bytes]:
    """All that was spooled, in pieces."""
    spool.seek(0)
    while piece := spool.read(READ_BYTES):
        yield piece
