"""One directory of a TIFF, entry by entry (TIFF 6.0, §2; BigTIFF, 2007)."""

import os
import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.base.errors import ImageBroken

MOST_ENTRIES: Final = 4096
_WHOLE_NUMBERS: Final = {1: "B", 3: "H", 4: "L", 16: "Q"}
"""How BYTE, SHORT, LONG and LONG8 are read."""


@dataclass(frozen=True)
class Layout:
    """How a TIFF writes its directories.

    Attributes:
        order: of bytes, for `struct`.
        start: where the place of the first directory stands.
        offset, count, entry: forms of a place, of the number of entries, of an entry without
            its value, which has the room of a place.
    """

    order: str
    start: int
    offset: str
    count: str
    entry: str

    @property
    def entry_size(self) -> int:
        """Bytes of an entry with its value."""
        return struct.calcsize(self.entry) + struct.calcsize(self.offset)


@dataclass(frozen=True)
class Entry:
    """A tag's values: their type, how many, and where they stand in the file."""

    kind: int
    count: int
    place: int


@dataclass(frozen=True)
class Directory:
    """What a file says of one picture.

    Attributes:
        descriptor: of the file, which stays open; its position is left alone.
        layout: of the file.
        place: of its first entry.
        count: of its entries.
        following: where the next directory is; 0 where there is none.
    """

    descriptor: int
    layout: Layout
    place: int
    count: int
    following: int

    @cached_property
    def entries(self) -> dict[int, Entry]:
        """By their tag; of several with the same tag the first, as for libtiff."""
        head, size = struct.calcsize(self.layout.entry), self.layout.entry_size
        found: dict[int, Entry] = {}
        for place in range(self.place, self.place + self.count * size, size):
            tag, kind, count = read(self.descriptor, place, self.layout.entry)
            found.setdefault(tag, Entry(kind, count, place + head))
        return found

    def __contains__(self, tag: int) -> bool:
        return tag in self.entries

    def numbers(self, tag: int, most: int) -> tuple[int, ...]:
        """A tag's whole numbers; none where it is missing, has another type or lies too far out.

        Args:
            tag: which.
            most: that are read.
        """
        entry = self.entries.get(tag, Entry(0, 0, 0))
        form = _WHOLE_NUMBERS.get(entry.kind)
        if form is None:
            return ()
        order, place = self.layout.order, entry.place
        try:
            if entry.count * struct.calcsize(order + form) > struct.calcsize(self.layout.offset):
                (place,) = read(self.descriptor, place, self.layout.offset)
            return read(self.descriptor, place, f"{order}{min(entry.count, most)}{form}")
        except ImageBroken:
            return ()

    def number(self, tag: int, default: int) -> int:
        """A tag's first whole number, or `default` where it has none."""
        return next(iter(self.numbers(tag, 1)), default)


def layout_of(descriptor: int) -> Layout:
    """A file's, which begins as a TIFF does."""
    magic = os.pread(descriptor, 4, 0)
    order = "<" if magic[:2] == b"II" else ">"
    if magic[2:] in (b"+\0", b"\0+"):
        return Layout(order, 8, f"{order}Q", f"{order}Q", f"{order}HHQ")
    return Layout(order, 4, f"{order}L", f"{order}H", f"{order}HHL")


def directory_at(descriptor: int, layout: Layout, place: int) -> Directory:
    """A directory; neither its entries nor their values are read yet.

    Raises:
        ImageBroken: it lies beyond the file, or has more than 4096 entries.
    """
    (count,) = read(descriptor, place, layout.count)
    if count > MOST_ENTRIES:
        raise ImageBroken(f"a TIFF's directory may have {MOST_ENTRIES} entries, got {count}")
    place += struct.calcsize(layout.count)
    (following,) = read(descriptor, place + count * layout.entry_size, layout.offset)
    return Directory(descriptor, layout, place, count, following)


def read(descriptor: int, place: int, form: str) -> tuple[int, ...]:
    """What stands there, as `struct` reads it.

    Raises:
        ImageBroken: the file ends before.
    """
    try:
        data = os.pread(descriptor, struct.calcsize(form), place)
        return struct.unpack(form, data)
    except (struct.error, OverflowError, OSError) as error:
        raise ImageBroken(f"the TIFF's directory lies beyond its end, at {place}") from error
