"""A CMYK TIFF's bytes before its pixels (TIFF 6.0, 1992; BigTIFF, 2007; ICC.1:2022, annex B.4).

The sizes of uncompressed strips are known before the first pixel is: so the directory comes first,
the strips follow, and the file's length is known from the start. The same picture gives the same
bytes: no date, no version.

In this room, a strip is a TIFF strip.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from itertools import accumulate
from typing import Final

from app.base.options import Compression
from app.base.resolution import Resolution
from app.base.tiff_tags import Tag
from lut.base.packing import INKS

STRIP_BYTES: Final = 1 << 19
"""Bytes of a strip before compression, unless one row has more."""
CLASSIC_LIMIT: Final = 1 << 32
"""Bytes from which on a file must be a BigTIFF."""
_COMPRESSION: Final[dict[Compression, int]] = {"none": 1, "lzw": 5, "deflate": 8}
_SEPARATED: Final = 5
_UPRIGHT: Final = 1
_CONTIGUOUS: Final = 1
_PER_INCH: Final = 2
_CMYK: Final = 1
_DIFFERENCES: Final = 2
_UNASSOCIATED_ALPHA: Final = 2


class Type(IntEnum):
    """A type of a directory entry's values (TIFF 6.0, §2; BigTIFF)."""

    BYTE = 1
    ASCII = 2
    SHORT = 3
    LONG = 4
    RATIONAL = 5
    UNDEFINED = 7
    LONG8 = 16


@dataclass(frozen=True)
class Variant:
    """Classic TIFF or BigTIFF: how wide offsets and counts are.

    Attributes:
        head: the file's first bytes, up to the directory.
        offset, count, entries: `struct`'s formats of an offset, of the number of a tag's values,
            and of the number of directory entries.
    """

    head: bytes
    offset: str
    count: str
    entries: str

    @property
    def inline(self) -> int:
        """Return the most bytes of a value that is written into its entry."""
        return struct.calcsize(self.offset)


CLASSIC: Final = Variant(b"II*\0" + struct.pack("<L", 8), "<L", "<L", "<H")
BIG: Final = Variant(b"II+\0" + struct.pack("<HHQ", 8, 0, 16), "<Q", "<Q", "<Q")


@dataclass(frozen=True)
class TiffLayout:
    """A TIFF's content, and how its pixels are divided into strips.

    Attributes:
        width, height: in pixels.
        resolution: in pixels per inch.
        profile: the ICC profile; empty leaves it out.
        compression: of each strip; with LZW and Deflate, predictor 2.
        alpha: whether a fifth sample is unassociated alpha.
        condition: the printing condition's name, in ASCII; empty leaves it out.
        xmp, iptc: metadata packets; empty leaves them out.
    """

    width: int
    height: int
    resolution: Resolution
    profile: bytes
    compression: Compression = "none"
    alpha: bool = False
    condition: str = ""
    xmp: bytes = b""
    iptc: bytes = b""

    @property
    def samples(self) -> int:
        """Return the samples of a pixel, of one byte each."""
        return INKS + self.alpha

    @property
    def rows_per_strip(self) -> int:
        """Return as many rows as make up to half a MiB, at least one."""
        return min(self.height, max(1, STRIP_BYTES // (self.width * self.samples)))

    @property
    def strip_rows(self) -> list[int]:
        """Return the rows of each strip."""
        full, rest = divmod(self.height, self.rows_per_strip)
        return [self.rows_per_strip] * full + [rest] * bool(rest)

    @property
    def strip_sizes(self) -> list[int]:
        """Return the bytes of each strip before compression."""
        return [rows * self.width * self.samples for rows in self.strip_rows]


def header(layout: TiffLayout, strip_sizes: Sequence[int]) -> bytes:
    """Return all bytes before the first strip.

    Args:
        layout: what the TIFF holds.
        strip_sizes: the bytes of each strip as it is stored.

    Raises:
        ValueError: the layout has another number of strips.
    """
    if len(strip_sizes) != len(layout.strip_rows):
        raise ValueError(f"expected {len(layout.strip_rows)} strips, got {len(strip_sizes)}")
    nowhere = [0] * len(strip_sizes)
    for variant in (CLASSIC, BIG):
        length = sum(map(len, _written(variant, _entries(variant, layout, strip_sizes, nowhere))))
        if length + sum(strip_sizes) < CLASSIC_LIMIT:
            break
    offsets = list(accumulate(strip_sizes[:-1], initial=length))
    return b"".join(_written(variant, _entries(variant, layout, strip_sizes, offsets)))


DirectoryEntry = tuple[Tag, Type, int, bytes]
"""Tag, type, number of values, and the values' bytes."""


def _entries(
    variant: Variant, layout: TiffLayout, sizes: Sequence[int], offsets: Sequence[int]
) -> list[DirectoryEntry]:
    wide = Type.LONG if variant is CLASSIC else Type.LONG8
    entries = [
        _numbers(Tag.IMAGE_WIDTH, Type.LONG, layout.width),
        _numbers(Tag.IMAGE_LENGTH, Type.LONG, layout.height),
        _numbers(Tag.BITS_PER_SAMPLE, Type.SHORT, *[8] * layout.samples),
        _numbers(Tag.COMPRESSION, Type.SHORT, _COMPRESSION[layout.compression]),
        _numbers(Tag.PHOTOMETRIC_INTERPRETATION, Type.SHORT, _SEPARATED),
        _numbers(Tag.STRIP_OFFSETS, wide, *offsets),
        _numbers(Tag.ORIENTATION, Type.SHORT, _UPRIGHT),
        _numbers(Tag.SAMPLES_PER_PIXEL, Type.SHORT, layout.samples),
        _numbers(Tag.ROWS_PER_STRIP, Type.LONG, layout.rows_per_strip),
        _numbers(Tag.STRIP_BYTE_COUNTS, Type.LONG, *sizes),
        _rational(Tag.X_RESOLUTION, layout.resolution.x),
        _rational(Tag.Y_RESOLUTION, layout.resolution.y),
        _numbers(Tag.PLANAR_CONFIGURATION, Type.SHORT, _CONTIGUOUS),
        _numbers(Tag.RESOLUTION_UNIT, Type.SHORT, _PER_INCH),
        _text(Tag.SOFTWARE, "Platesetter"),
        _numbers(Tag.INK_SET, Type.SHORT, _CMYK),
    ]
    if layout.compression != "none":
        entries.append(_numbers(Tag.PREDICTOR, Type.SHORT, _DIFFERENCES))
    if layout.condition:
        entries.append(_text(Tag.TARGET_PRINTER, layout.condition))
    if layout.alpha:
        entries.append(_numbers(Tag.EXTRA_SAMPLES, Type.SHORT, _UNASSOCIATED_ALPHA))
    for tag, type_, data in (
        (Tag.XMP, Type.BYTE, layout.xmp),
        (Tag.IPTC, Type.UNDEFINED, layout.iptc),
        (Tag.ICC_PROFILE, Type.UNDEFINED, layout.profile),
    ):
        if data:
            entries.append((tag, type_, len(data), data))
    return sorted(entries)


def _text(tag: Tag, text: str) -> DirectoryEntry:
    data = text.encode("ascii") + b"\0"
    return tag, Type.ASCII, len(data), data


def _numbers(tag: Tag, type_: Type, *values: int) -> DirectoryEntry:
    letter = {Type.SHORT: "H", Type.LONG: "L", Type.LONG8: "Q"}[type_]
    return tag, type_, len(values), struct.pack(f"<{len(values)}{letter}", *values)


def _rational(tag: Tag, value: Fraction) -> DirectoryEntry:
    return tag, Type.RATIONAL, 1, struct.pack("<LL", value.numerator, value.denominator)


def _written(variant: Variant, entries: Sequence[DirectoryEntry]) -> list[bytes]:
    """Return head, directory, then the values that do not fit it, each at an even offset.

    In pieces: a profile of two megabytes is moved once, not once for every entry.
    """
    table = struct.pack(variant.entries, len(entries))
    place = len(variant.head) + len(table)
    place += len(entries) * (4 + 2 * variant.inline) + variant.inline
    values: list[bytes] = []
    for tag, type_, count, value in entries:
        table += struct.pack("<HH", tag, type_) + struct.pack(variant.count, count)
        if len(value) <= variant.inline:
            table += value.ljust(variant.inline, b"\0")
        else:
            table += struct.pack(variant.offset, place)
            values += [value, bytes(len(value) % 2)]
            place += len(value) + len(value) % 2
    return [variant.head, table, bytes(variant.inline), *values]
