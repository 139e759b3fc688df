"""A TIFF's directory, read byte by byte by the standard, with nothing from `app`."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

SIZES: Final = {2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 16: 8}


@dataclass(frozen=True)
class DirectoryEntry:
    """An entry: `place` is where its value begins, `inline` whether that is in the entry."""

    tag: int
    kind: int
    count: int
    value: bytes
    place: int
    inline: bool

    @property
    def numbers(self) -> list[int]:
        size = SIZES[self.kind]
        return [little(self.value[at : at + size]) for at in range(0, len(self.value), size)]

    @property
    def fraction(self) -> Fraction:
        return Fraction(little(self.value[:4]), little(self.value[4:]))


@dataclass(frozen=True)
class Directory:
    """The first directory: `end` is where it ends, with the offset of the next."""

    big: bool
    entries: Sequence[DirectoryEntry]
    end: int
    following: int

    def __getitem__(self, tag: int) -> DirectoryEntry:
        (found,) = (entry for entry in self.entries if entry.tag == tag)
        return found

    @property
    def tags(self) -> list[int]:
        return [entry.tag for entry in self.entries]


def little(data: bytes) -> int:
    """Read an unsigned number, least significant byte first."""
    return int.from_bytes(data, "little")


def first_directory(file: bytes) -> Directory:
    """Read the first directory of a little-endian TIFF or BigTIFF."""
    assert file[:2] == b"II"
    if little(file[2:4]) == 42:
        return _directory(file, False, little(file[4:8]), 2, 4)
    assert little(file[2:4]) == 43
    assert file[4:8] == b"\x08\0\0\0"
    return _directory(file, True, little(file[8:16]), 8, 8)


def _directory(file: bytes, big: bool, start: int, counter: int, wide: int) -> Directory:
    at = start + counter
    entries = []
    for _ in range(little(file[start:at])):
        entries.append(_entry(file, at, wide))
        at += 4 + 2 * wide
    return Directory(big, entries, at + wide, little(file[at : at + wide]))


def _entry(file: bytes, at: int, wide: int) -> DirectoryEntry:
    kind, count = little(file[at + 2 : at + 4]), little(file[at + 4 : at + 4 + wide])
    size = SIZES[kind] * count
    inline = size <= wide
    field = at + 4 + wide
    place = field if inline else little(file[field : field + wide])
    value = file[place : place + size]
    assert len(value) == size
    return DirectoryEntry(little(file[at : at + 2]), kind, count, value, place, inline)
