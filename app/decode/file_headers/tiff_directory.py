"""A TIFF's directory, which states the facts of one picture (TIFF 6.0, §2; BigTIFF, 2007)."""

import os
import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.base.errors import ImageBroken

MOST_ENTRIES: Final = 4096
"""Entries of one directory; a TIFF with more is refused."""
_WHOLE_NUMBERS: Final = {1: "B", 3: "H", 4: "L", 16: "Q"}
"""BYTE, SHORT, LONG and LONG8, as `struct` names them."""


@dataclass(frozen=True)
class DirectoryFormat:
    """Byte order and field widths of a TIFF's directories, classic or BigTIFF.

    Attributes:
        order: of bytes, for `struct`.
        start: the byte of the file at which the first directory's offset is.
        offset, count, entry: `struct`'s formats of an offset, of the number of entries, and of an
            entry without its value, which is as wide as an offset.
    """

    order: str
    start: int
    offset: str
    count: str
    entry: str

    @property
    def entry_size(self) -> int:
        """Return the bytes of an entry with its value."""
        return struct.calcsize(self.entry) + struct.calcsize(self.offset)


@dataclass(frozen=True)
class TagValues:
    """A tag's values: their type, how many there are, and the byte of the file where they begin."""

    kind: int
    count: int
    place: int


@dataclass(frozen=True)
class Directory:
    """A directory, whose entries are read when they are asked for.

    Attributes:
        descriptor: of the file, which stays open; its position stays.
        format: of the file's directories.
        place: the byte of the file where its first entry begins.
        count: of its entries.
        following: where the next directory begins; 0 where there is none.
    """

    descriptor: int
    format: DirectoryFormat
    place: int
    count: int
    following: int

    @cached_property
    def values(self) -> dict[int, TagValues]:
        """Return each tag's values; of several entries with one tag the first, as libtiff does."""
        head, size = struct.calcsize(self.format.entry), self.format.entry_size
        found: dict[int, TagValues] = {}
        for place in range(self.place, self.place + self.count * size, size):
            tag, kind, count = read(self.descriptor, place, self.format.entry)
            found.setdefault(tag, TagValues(kind, count, place + head))
        return found

    def __contains__(self, tag: int) -> bool:
        return tag in self.values

    def numbers(self, tag: int, most: int) -> tuple[int, ...]:
        """Return a tag's whole numbers; none where it is missing, of another type or out of reach.

        Args:
            tag: of TIFF; see `app.base.tiff_tags`.
            most: how many are read.
        """
        values = self.values.get(tag, TagValues(0, 0, 0))
        letter = _WHOLE_NUMBERS.get(values.kind)
        if letter is None:
            return ()
        order, place = self.format.order, values.place
        try:
            if values.count * struct.calcsize(order + letter) > struct.calcsize(self.format.offset):
                (place,) = read(self.descriptor, place, self.format.offset)
            return read(self.descriptor, place, f"{order}{min(values.count, most)}{letter}")
        except ImageBroken:
            return ()

    def number(self, tag: int, default: int) -> int:
        """Return a tag's first whole number, or `default` where it has none."""
        return next(iter(self.numbers(tag, 1)), default)


def format_of(descriptor: int) -> DirectoryFormat:
    """Return the format of a TIFF's directories."""
    magic = os.pread(descriptor, 4, 0)
    order = "<" if magic[:2] == b"II" else ">"
    if magic[2:] in (b"+\0", b"\0+"):
        return DirectoryFormat(order, 8, f"{order}Q", f"{order}Q", f"{order}HHQ")
    return DirectoryFormat(order, 4, f"{order}L", f"{order}H", f"{order}HHL")


def directory_at(descriptor: int, format_: DirectoryFormat, place: int) -> Directory:
    """Return the directory that begins at a byte of the file; its entries are not read yet.

    Raises:
        ImageBroken: it lies beyond the file, or has more than 4096 entries.
    """
    (count,) = read(descriptor, place, format_.count)
    if count > MOST_ENTRIES:
        raise ImageBroken(f"a TIFF's directory may have {MOST_ENTRIES} entries, got {count}")
    place += struct.calcsize(format_.count)
    (following,) = read(descriptor, place + count * format_.entry_size, format_.offset)
    return Directory(descriptor, format_, place, count, following)


def read(descriptor: int, place: int, format_: str) -> tuple[int, ...]:
    """Read a byte of the file and those that follow, in a format of `struct`.

    Raises:
        ImageBroken: the file ends before the last.
    """
    try:
        data = os.pread(descriptor, struct.calcsize(format_), place)
        return struct.unpack(format_, data)
    except (struct.error, OverflowError, OSError) as error:
        raise ImageBroken(f"the TIFF's directory lies beyond its end, at {place}") from error
