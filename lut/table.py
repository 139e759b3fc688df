"""`Table`: a separation's memo, and the file it is kept in.

The file is one page of header (magic, the separation's digest, the entries' SHA-256) and the
2²⁴ entries after it, aligned so that they can be mapped.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from lut.errors import BufferMismatch
from lut.files import aside
from lut.packing import COLOURS, PACKED, Packed

MAGIC: Final = b"platesetter table 1\n"
PAGE: Final = 4096
FILE_SIZE: Final = PAGE + COLOURS * PACKED.itemsize


@dataclass(frozen=True, eq=False)
class Table:
    """All entries of a separation.

    Attributes:
        entries: read-only uint32 `[2**24]`, packed inks by packed colour.
        digest: of the separation.
    """

    entries: Packed
    digest: str

    def __post_init__(self) -> None:
        if (
            self.entries.shape != (COLOURS,)
            or self.entries.dtype != PACKED
            or not self.entries.flags.c_contiguous
        ):
            raise BufferMismatch(
                f"a table's entries must be contiguous uint32 [{COLOURS}], got "
                f"{self.entries.dtype} {list(self.entries.shape)}"
            )
        entries = self.entries.view()
        entries.flags.writeable = False
        object.__setattr__(self, "entries", entries)


def save(path: Path, table: Table) -> None:
    """Write a table beside `path` and rename it: whole or not there.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    with aside(path) as file:
        file.write(_header(table.digest, table.entries))
        file.write(table.entries.data)


def load(path: Path, digest: str) -> Table | None:
    """Map a table read-only; None where there is no whole one of that digest.

    Every byte is checked against the header, so that a damaged file is never used: 40 ms.
    """
    try:
        if path.stat().st_size != FILE_SIZE:
            return None
        page = np.memmap(path, np.uint8, "r", 0, (PAGE,)).tobytes()
        entries = np.memmap(path, PACKED, "r", PAGE, (COLOURS,))
    except OSError:
        return None
    return Table(entries, digest) if page == _header(digest, entries) else None


def _header(digest: str, entries: Packed) -> bytes:
    told = f"{digest}\n{sha256(entries.data).hexdigest()}\n".encode()
    return (MAGIC + told).ljust(PAGE, b"\0")
