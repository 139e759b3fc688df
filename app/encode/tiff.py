"""A CMYK TIFF as bytes, without I/O (TIFF 6.0, 1992; BigTIFF, 2007; ICC.1:2022, annex B.4).

Uncompressed sizes are known before the first pixel is, so that the directory comes first,
the strips follow, and the whole length can be told in advance. The same picture gives the
same bytes: no date, no version.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from itertools import accumulate
from typing import Final

from app.base.resolution import Resolution
from lut.base.packing import INKS

STRIP_BYTES: Final = 1 << 19
CLASSIC_LIMIT: Final = 1 << 32


class Compression(IntEnum):
    """TIFF's tag 259."""

    NONE = 1
    LZW = 5
    DEFLATE = 8


class Kind(IntEnum):
    """Types of a directory entry."""

    BYTE = 1
    ASCII = 2
    SHORT = 3
    LONG = 4
    RATIONAL = 5
    UNDEFINED = 7
    LONG8 = 16


@dataclass(frozen=True)
class Variant:
    """Classic TIFF or BigTIFF: how wide offsets and counts are."""

    head: bytes
    offset: str
    count: str
    entries: str

    @property
    def inline(self) -> int:
        """Bytes of a value that still fits its entry."""
        return struct.calcsize(self.offset)


CLASSIC: Final = Variant(b"II*\0" + struct.pack("<L", 8), "<L", "<L", "<H")
BIG: Final = Variant(b"II+\0" + struct.pack("<HHQ", 8, 0, 16), "<Q", "<Q", "<Q")


@dataclass(frozen=True)
class Page:
    """What the TIFF holds.

    Attributes:
        width, height: in pixels.
        resolution: in pixels per inch.
        profile: the ICC profile; empty leaves it out.
        compression: of each strip; other than none has predictor 2.
        alpha: whether a fifth sample is unassociated alpha.
        condition: the printing condition's name, in ASCII; empty leaves it out.
        xmp, iptc: metadata packets; empty leaves them out.
    """

    width: int
    height: int
    resolution: Resolution
    profile: bytes
    compression: Compression = Compression.NONE
    alpha: bool = False
    condition: str = ""
    xmp: bytes = b""
    iptc: bytes = b""

    @property
    def samples(self) -> int:
        """A pixel's bytes."""
        return INKS + self.alpha

    @property
    def rows_per_strip(self) -> int:
        """As many rows as make up to half a MiB, at least one."""
        return min(self.height, max(1, STRIP_BYTES // (self.width * self.samples)))

    @property
    def strip_rows(self) -> list[int]:
        """The rows of each strip."""
        full, rest = divmod(self.height, self.rows_per_strip)
        return [self.rows_per_strip] * full + [rest] * bool(rest)

    @property
    def strip_sizes(self) -> list[int]:
        """The bytes of each strip before compression."""
        return [rows * self.width * self.samples for rows in self.strip_rows]


def header(page: Page, strip_sizes: Sequence[int]) -> bytes:
    """All bytes before the first strip.

    Args:
        page: what the TIFF holds.
        strip_sizes: the bytes of each strip as it is stored.

    Raises:
        ValueError: another number of strips than the page has.
    """
    if len(strip_sizes) != len(page.strip_rows):
        raise ValueError(f"expected {len(page.strip_rows)} strips, got {len(strip_sizes)}")
    nowhere = [0] * len(strip_sizes)
    for variant in (CLASSIC, BIG):
        length = sum(map(len, _laid_out(variant, _entries(variant, page, strip_sizes, nowhere))))
        if length + sum(strip_sizes) < CLASSIC_LIMIT:
            break
    offsets = list(accumulate(strip_sizes[:-1], initial=length))
    return b"".join(_laid_out(variant, _entries(variant, page, strip_sizes, offsets)))


Entry = tuple[int, Kind, int, bytes]


def _entries(
    variant: Variant, page: Page, sizes: Sequence[int], offsets: Sequence[int]
) -> list[Entry]:
    wide = Kind.LONG if variant is CLASSIC else Kind.LONG8
    entries = [
        _numbers(256, Kind.LONG, page.width),
        _numbers(257, Kind.LONG, page.height),
        _numbers(258, Kind.SHORT, *[8] * page.samples),
        _numbers(259, Kind.SHORT, page.compression),
        _numbers(262, Kind.SHORT, 5),  # photometric: separated
        _numbers(273, wide, *offsets),
        _numbers(274, Kind.SHORT, 1),  # orientation: upright
        _numbers(277, Kind.SHORT, page.samples),
        _numbers(278, Kind.LONG, page.rows_per_strip),
        _numbers(279, Kind.LONG, *sizes),
        _rational(282, page.resolution.x),
        _rational(283, page.resolution.y),
        _numbers(284, Kind.SHORT, 1),  # planes: contiguous
        _numbers(296, Kind.SHORT, 2),  # resolution: per inch
        _text(305, "Platesetter"),  # software
        _numbers(332, Kind.SHORT, 1),  # inks: CMYK
    ]
    if page.compression is not Compression.NONE:
        entries.append(_numbers(317, Kind.SHORT, 2))  # predictor: horizontal
    if page.condition:
        entries.append(_text(337, page.condition))  # target printer
    if page.alpha:
        entries.append(_numbers(338, Kind.SHORT, 2))  # extra sample: unassociated alpha
    for tag, kind, data in (
        (700, Kind.BYTE, page.xmp),
        (33723, Kind.UNDEFINED, page.iptc),
        (34675, Kind.UNDEFINED, page.profile),
    ):
        if data:
            entries.append((tag, kind, len(data), data))
    return sorted(entries)


def _text(tag: int, text: str) -> Entry:
    data = text.encode("ascii") + b"\0"
    return tag, Kind.ASCII, len(data), data


def _numbers(tag: int, kind: Kind, *values: int) -> Entry:
    letter = {Kind.SHORT: "H", Kind.LONG: "L", Kind.LONG8: "Q"}[kind]
    return tag, kind, len(values), struct.pack(f"<{len(values)}{letter}", *values)


def _rational(tag: int, value: Fraction) -> Entry:
    return tag, Kind.RATIONAL, 1, struct.pack("<LL", value.numerator, value.denominator)


def _laid_out(variant: Variant, entries: Sequence[Entry]) -> list[bytes]:
    """Head, directory, then the values that do not fit it, each at an even offset.

    In pieces: a profile of two megabytes is moved once, not once for every entry.
    """
    table = struct.pack(variant.entries, len(entries))
    place = len(variant.head) + len(table)
    place += len(entries) * (4 + 2 * variant.inline) + variant.inline
    values: list[bytes] = []
    for tag, kind, count, value in entries:
        table += struct.pack("<HH", tag, kind) + struct.pack(variant.count, count)
        if len(value) <= variant.inline:
            table += value.ljust(variant.inline, b"\0")
        else:
            table += struct.pack(variant.offset, place)
            values += [value, bytes(len(value) % 2)]
            place += len(value) + len(value) % 2
    return [variant.head, table, bytes(variant.inline), *values]
