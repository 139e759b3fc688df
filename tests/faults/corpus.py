"""Hostile files: cut, with flipped bits, lying, looping, bombs."""

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple

import imagecodecs
import numpy as np
import tifffile
from PIL import Image

from tests.pictures import photo

_SMALL: Final = zlib.compress(bytes(8 * 25))
"""The rows of 8 × 8 black pixels."""

SIDE: Final = 160
CUT_EVERY: Final = 64
FLIPS: Final = 600
LIES: Final = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF)


class Hostile(NamedTuple):
    """A hostile file, its format, and what is wrong with it."""

    format: str
    harm: str
    data: bytes

    @property
    def is_cut(self) -> bool:
        """Return whether it is a whole file without its end."""
        return self.harm.startswith("cut")


def sound() -> dict[str, bytes]:
    """Return a sound file of each format and way of storing it, by name."""
    picture = photo(SIDE, SIDE)
    image = Image.fromarray(picture)
    files: dict[str, bytes] = {}

    def saved(name: str, kind: str, **how: object) -> None:
        file = io.BytesIO()
        image.save(file, kind, **how)
        files[name] = file.getvalue()

    saved("JPEG", "JPEG", quality=97, subsampling=0)
    saved("JPEG, progressive", "JPEG", quality=97, subsampling=0, progressive=True)
    saved("PNG", "PNG")
    saved("TIFF", "TIFF")
    saved("TIFF, LZW", "TIFF", compression="tiff_lzw")
    saved("TIFF, Deflate", "TIFF", compression="tiff_adobe_deflate")
    saved("WebP", "WEBP", quality=100, method=0)
    saved("WebP, lossless", "WEBP", lossless=True)
    tiled: dict[str, dict[str, Any]] = {
        "TIFF, tiled": {"tile": (64, 64)},
        "BigTIFF": {"bigtiff": True, "rowsperstrip": 16},
    }
    for name, how in tiled.items():
        file = io.BytesIO()
        tifffile.imwrite(file, picture, photometric="rgb", **how)
        files[name] = file.getvalue()
    files["AVIF"] = bytes(imagecodecs.avif_encode(picture, level=95))
    return files


def damaged(name: str, data: bytes, seed: int = 0) -> Iterator[Hostile]:
    """Yield a file cut at every 64th byte, with flipped bits, and with lying sizes and counts."""
    for size in range(CUT_EVERY, len(data), CUT_EVERY):
        yield Hostile(name, f"cut to {size}", data[:size])
    chance = random.Random(seed)
    for number in range(FLIPS):
        flipped = bytearray(data)
        for _ in range(chance.choice((1, 1, 1, 2, 8))):
            place = chance.randrange(len(data))
            flipped[place] ^= 1 << chance.randrange(8)
        yield Hostile(name, f"flipped {number}", bytes(flipped))
    for place in range(8, min(len(data), 640)):
        lie = chance.choice(LIES)
        lying = bytearray(data)
        lying[place : place + 2] = struct.pack(">H", lie)
        yield Hostile(name, f"lie {lie} at {place}", bytes(lying))


def every() -> Iterator[Hostile]:
    """Yield all hostile files."""
    for name, data in sound().items():
        yield from damaged(name, data)
    yield from crafted()


def crafted() -> Iterator[Hostile]:
    """Yield files that no accident makes."""
    yield Hostile("TIFF", "a directory that is its own next", _tiff([], following=8))
    yield Hostile("TIFF", "10⁶ tags announced", b"II*\0\x08\0\0\0" + b"\xff\xff" + bytes(12) * 9)
    tags = [(tag, 3, 1, 1) for tag in range(1000, 1000 + 60_000)]
    yield Hostile("TIFF", "60,000 tags", _tiff(tags))
    yield Hostile("TIFF", "a strip of 4 GB", _tiff(_picture_tags(64, 64, 0xFFFF_FFFF)))
    yield Hostile("TIFF", "2³¹ rows a strip", _tiff(_picture_tags(64, 2**31 - 1, 12288)))
    yield Hostile("TIFF", "strips beyond the file", _tiff(_picture_tags(64, 64, 12288, at=10**9)))
    for name in BOMBS:
        yield Hostile(name.split(",")[0], name, bomb(name))
    for length in (0, 64, 127, 2**31 - 1):
        yield Hostile("PNG", f"a profile that says {length}", _png_with_profile(length))


@cache
def bomb(name: str) -> bytes:
    """Return a small file that announces an enormous one, or inflates to it."""
    return BOMBS[name]()


@cache
def _zeros(size: int) -> bytes:
    """Return so many zero bytes, deflated; made a mebibyte at a time, so that memory stays low."""
    packer = zlib.compressobj(9)
    pieces = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join([*pieces, packer.flush()])


def _tiff(tags: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    entries = b"".join(struct.pack("<HHLL", *tag) for tag in sorted(tags))
    count = struct.pack("<H", len(tags))
    return b"II*\0\x08\0\0\0" + count + entries + struct.pack("<L", following) + bytes(256)


def _picture_tags(side: int, rows: int, size: int, at: int = 8) -> list[tuple[int, int, int, int]]:
    return [
        (256, 4, 1, side),
        (257, 4, 1, rows if rows > side else side),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, at),
        (277, 3, 1, 3),
        (278, 4, 1, rows),
        (279, 4, 1, size),
    ]


def _jpeg_head(width: int, height: int, marker: int = 0xC0) -> bytes:
    """Return a frame's head, tables and the beginning of a scan: less than 700 bytes."""
    file = io.BytesIO()
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(
        file, "JPEG", progressive=marker == 0xC2, subsampling=0
    )
    data = bytearray(file.getvalue())
    frame = data.index(bytes((0xFF, marker)))
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def _png(
    width: int,
    height: int,
    packed: bytes,
    interlace: int = 0,
    text: bytes = b"",
    profile: bytes = b"",
) -> bytes:
    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, interlace)
    chunks = [_chunk(b"IHDR", head)]
    if profile:
        chunks.append(_chunk(b"iCCP", b"icc\0\0" + profile))
    if text:
        chunks.append(_chunk(b"zTXt", b"Comment\0\0" + text))
    chunks += [_chunk(b"IDAT", packed), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _png_with_profile(length: int) -> bytes:
    profile = struct.pack(">L", length) + bytes(32) + b"acsp" + bytes(92)
    return _png(8, 8, _SMALL, profile=zlib.compress(profile))


def _webp_head(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(file, "WEBP", lossless=True)
    data = bytearray(file.getvalue())
    start = data.index(b"VP8L") + 9
    bits = int.from_bytes(data[start : start + 4], "little") >> 28 << 28
    data[start : start + 4] = (bits | (width - 1) | (height - 1) << 14).to_bytes(4, "little")
    return bytes(data)


BOMBS: Final[dict[str, Callable[[], bytes]]] = {
    "JPEG, 65535²": lambda: _jpeg_head(65535, 65535),
    "JPEG, 65535² progressive": lambda: _jpeg_head(65535, 65535, marker=0xC2),
    "PNG, 2³¹−1 a side": lambda: _png(2**31 - 1, 2**31 - 1, _zeros(1 << 20)),
    "PNG, 40000² of zeros": lambda: _png(40_000, 40_000, _zeros(1 << 26)),
    "PNG, 30000² interlaced": lambda: _png(30_000, 30_000, _zeros(1 << 24), interlace=1),
    "PNG, 1 GiB of text": lambda: _png(8, 8, _SMALL, text=_zeros(1 << 30)),
    "PNG, 1 GiB of profile": lambda: _png(8, 8, _SMALL, profile=_zeros(1 << 30)),
    "TIFF, 2³¹−1 a side": lambda: _tiff(_picture_tags(2**31 - 1, 1, 100)),
    "TIFF, 300000 wide of nothing": lambda: _tiff(_picture_tags(299_999, 6_600, 100)),
    "WebP, 16384²": lambda: _webp_head(16384, 16384),
}
