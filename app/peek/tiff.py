"""A TIFF's first directory (TIFF 6.0, §2; BigTIFF): its colour space, and whether it has alpha.

The decoder refuses some colour spaces without naming them, and takes any extra sample for alpha.
"""

import os
import struct
from dataclasses import dataclass
from typing import Final

from app.errors import ImageBroken

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
_UNSPECIFIED: Final = 0


@dataclass(frozen=True)
class Peeked:
    """What a TIFF's first directory states.

    Attributes:
        colour: one of `COLOURS`, or the number of another.
        alpha: whether its first extra sample is alpha (TIFF 6.0, §18). One that says that it
            is something unspecified is not; one that says nothing is, as for libtiff.
    """

    colour: str
    alpha: bool


@dataclass(frozen=True)
class _Layout:
    offset: str
    start: int
    count: str
    entry: str


def peek(descriptor: int) -> Peeked:
    """Read the first directory. The file's position stays.

    Raises:
        ImageBroken: it lies beyond the file, or has more than 4096 entries.
    """
    layout = _layout(os.pread(descriptor, 4, 0))
    (place,) = _read(descriptor, layout.start, layout.offset)
    (count,) = _read(descriptor, place, layout.count)
    if count > MOST_ENTRIES:
        raise ImageBroken(f"a TIFF's directory may have {MOST_ENTRIES} entries, got {count}")
    place += struct.calcsize(layout.count)
    values = {}
    for index in range(count):
        at = place + index * struct.calcsize(layout.entry)
        tag, _, _, value = _read(descriptor, at, layout.entry)
        values[tag] = value
    photometric = values.get(_PHOTOMETRIC, -1)
    colour = COLOURS.get(photometric, f"photometric interpretation {photometric}")
    return Peeked(colour, values.get(_EXTRA_SAMPLES) != _UNSPECIFIED)


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
    except (struct.error, OverflowError) as error:
        raise ImageBroken(f"the TIFF's directory lies beyond its end, at {place}") from error
