"""A TIFF's directories (TIFF 6.0, §2; BigTIFF): how many, and one's colour space and alpha.

The decoder refuses some colour spaces without naming them, and takes any extra sample for alpha.
"""

import os
import struct
from dataclasses import dataclass, replace
from typing import Final

from app.errors import ImageBroken, TooMuch

MOST_ENTRIES: Final = 4096
COLOURS: Final = {
    0: "grey",
    1: "grey",
    2: "RGB",
    3: "palette",
    4: "a mask",
    5: "CMYK",
    6: "YCbCr",
    8: "CIE L*a*b*",
    9: "ICC L*a*b*",
    10: "ITU L*a*b*",
}
READ: Final = ("grey", "RGB", "palette", "YCbCr")
_PHOTOMETRIC: Final = 262
_EXTRA_SAMPLES: Final = 338
_TILE_WIDTH: Final = 322
_UNSPECIFIED: Final = 0


@dataclass(frozen=True)
class Peeked:
    """What a TIFF's directories state.

    Attributes:
        pages: how many there are.
        colour: one of `COLOURS`, or the number of another.
        alpha: whether its first extra sample is alpha (TIFF 6.0, §18). One that says that it
            is something unspecified is not; one that says nothing is, as for libtiff.
        tiled: whether it is stored in tiles.
    """

    pages: int
    colour: str
    alpha: bool
    tiled: bool = False

    @property
    def fail_on(self) -> str:
        """The least of the decoder's complaints that is an error.

        It only warns of tiles that are damaged or missing; of strips, it warns of tags that do
        no harm.
        """
        return "warning" if self.tiled else "error"


SINGLE: Final = Peeked(1, "RGB", alpha=True)
"""What holds of a file of another format."""


@dataclass(frozen=True)
class _Layout:
    offset: str
    start: int
    count: str
    entry: str


def peek(descriptor: int, page: int = 1, most_pages: int = 10_000) -> Peeked:
    """Walk the directories. The file's position stays.

    Args:
        descriptor: of the file.
        page: whose colour and alpha are told, where there are so many.
        most_pages: that it may have.

    Raises:
        ImageBroken: one lies beyond the file, has more than 4096 entries, or comes again.
        TooMuch: there are more.
    """
    layout = _layout(os.pread(descriptor, 4, 0))
    (place,) = _read(descriptor, layout.start, layout.offset)
    seen: set[int] = set()
    wanted = Peeked(0, "nothing", alpha=True)
    while place:
        if place in seen:
            raise ImageBroken("the TIFF's directories run in a circle")
        if len(seen) == most_pages:
            raise TooMuch(f"a TIFF may have {most_pages} pages (max_pages), got more")
        seen.add(place)
        count, entries = _entries_at(descriptor, layout, place)
        if len(seen) == page:
            wanted = _told(descriptor, layout, entries, count)
        (place,) = _read(descriptor, entries + count * struct.calcsize(layout.entry), layout.offset)
    return replace(wanted, pages=len(seen))


def _entries_at(descriptor: int, layout: _Layout, place: int) -> tuple[int, int]:
    (count,) = _read(descriptor, place, layout.count)
    if count > MOST_ENTRIES:
        raise ImageBroken(f"a TIFF's directory may have {MOST_ENTRIES} entries, got {count}")
    return count, place + struct.calcsize(layout.count)


def _told(descriptor: int, layout: _Layout, entries: int, count: int) -> Peeked:
    size = struct.calcsize(layout.entry)
    values = {}
    for index in range(count):
        tag, _, _, value = _read(descriptor, entries + index * size, layout.entry)
        values[tag] = value
    photometric = values.get(_PHOTOMETRIC, -1)
    colour = COLOURS.get(photometric, f"photometric interpretation {photometric}")
    has_alpha = values.get(_EXTRA_SAMPLES) != _UNSPECIFIED
    return Peeked(1, colour, has_alpha, tiled=_TILE_WIDTH in values)


def _layout(magic: bytes) -> _Layout:
    """How wide offsets are; a value that we look at is one SHORT at the start of its field."""
    order = "<" if magic[:2] == b"II" else ">"
    if magic[2:] in (b"+\0", b"\0+"):
        return _Layout(f"{order}Q", 8, f"{order}Q", f"{order}HHQH6x")
    return _Layout(f"{order}L", 4, f"{order}H", f"{order}HHLH2x")


def _read(descriptor: int, place: int, form: str) -> tuple[int, ...]:
    try:
        data = os.pread(descriptor, struct.calcsize(form), place)
        return struct.unpack(form, data)
    except (struct.error, OverflowError, OSError) as error:
        raise ImageBroken(f"the TIFF's directory lies beyond its end, at {place}") from error
