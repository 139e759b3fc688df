"""A PNG's chunks before its picture (ISO/IEC 15948:2004, §5.3, §11.3.3.3, §11.3.5.3).

libvips silently drops an embedded profile that it cannot read, and invents a resolution where the
file states none.
"""

import os
import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from app.base.errors import ImageBroken

MOST_CHUNKS: Final = 1000
"""Chunks before the picture; a PNG with more is refused."""
MOST_DEFLATED: Final = 1032
"""Bytes that one byte of Deflate can hold: 258 in two bits (RFC 1951, §3.2.5)."""
_SIGNATURE_BYTES: Final = 8
_CHUNK: Final = struct.Struct(">L4s")
_PHYSICAL: Final = struct.Struct(">LLB")
_PER_METRE: Final = 1
_HEADER: Final = struct.Struct(">LLBB")
_SAMPLES: Final = {2: 3, 4: 2, 6: 4}


@dataclass(frozen=True)
class PngFacts:
    """The facts that a PNG states before its picture.

    Attributes:
        has_profile: whether an ICC profile is embedded, good or bad.
        dpi: pixels per inch along x and y; None where the file states none.
    """

    has_profile: bool = False
    dpi: tuple[Fraction, Fraction] | None = None


def png_facts(descriptor: int) -> PngFacts:
    """Read the chunks up to the first of the picture. The file's position stays.

    Raises:
        ImageBroken: there are more than a thousand, the file ends before the picture, or has
            fewer bytes than such a picture can be deflated to.
    """
    _refuse_short(descriptor)
    start, has_profile, dpi = _SIGNATURE_BYTES, False, None
    for _ in range(MOST_CHUNKS):
        head = os.pread(descriptor, _CHUNK.size, start)
        if len(head) < _CHUNK.size:
            raise ImageBroken("the PNG ends before its picture begins")
        length, kind = _CHUNK.unpack(head)
        if kind == b"IDAT":
            return PngFacts(has_profile, dpi)
        has_profile = has_profile or kind == b"iCCP"
        if kind == b"pHYs":
            dpi = _dpi(os.pread(descriptor, _PHYSICAL.size, start + _CHUNK.size))
        start += _CHUNK.size + length + 4
    raise ImageBroken(f"the PNG has more than {MOST_CHUNKS} chunks before its picture")


def _refuse_short(descriptor: int) -> None:
    """Refuse a file that is too short for the size that it announces."""
    head = os.pread(descriptor, _HEADER.size, _SIGNATURE_BYTES + _CHUNK.size)
    if len(head) < _HEADER.size:
        raise ImageBroken("the PNG ends before its picture begins")
    width, height, depth, colour = _HEADER.unpack(head)
    pixels = height * (1 + width * depth * _SAMPLES.get(colour, 1) // 8)
    size = os.fstat(descriptor).st_size
    if size * MOST_DEFLATED < pixels:
        raise ImageBroken(f"the PNG announces {width} × {height}, too many for its {size} bytes")


def _dpi(body: bytes) -> tuple[Fraction, Fraction] | None:
    if len(body) < _PHYSICAL.size:
        return None
    x, y, unit = _PHYSICAL.unpack(body)
    if unit != _PER_METRE:
        return None
    return Fraction(x * 254, 10_000), Fraction(y * 254, 10_000)
