"""`Table`: the results of a function for all colours, and their file.

The file is a header (magic, the function's digest, the entries' SHA-256) of one memory page, and
the 2²⁴ entries after it, each in its place: so aligned, the kernel can map them.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lut.base.errors import BufferMismatch
from lut.base.files import aside
from lut.base.packing import COLOURS, PACKED, Packed
from lut.tables import order

MAGIC: Final = b"platesetter table 2\n"
HEADER: Final = 4096
"""Bytes: a memory page, because entries are mapped from a multiple of it."""

DTYPES: Final = (PACKED, np.dtype(np.uint8))


@dataclass(frozen=True, eq=False)
class Table:
    """All entries of a separation, or of another function of the colour alone.

    Attributes:
        placed: read-only `[2**24]`, in the order of `lut.tables.order`: uint32, packed inks; or
            uint8.
        digest: SHA-256 over all that decides the function.
    """

    placed: NDArray[Any]
    digest: str

    def __post_init__(self) -> None:
        if (
            self.placed.shape != (COLOURS,)
            or self.placed.dtype not in DTYPES
            or not self.placed.flags.c_contiguous
        ):
            raise BufferMismatch(
                f"a table's entries must be contiguous uint32 or uint8 [{COLOURS}], got "
                f"{self.placed.dtype} {list(self.placed.shape)}"
            )
        placed = self.placed.view()
        placed.flags.writeable = False
        object.__setattr__(self, "placed", placed)

    @property
    def entries(self) -> NDArray[Any]:
        """Return a new copy of all entries by packed colour, `[2**24]`."""
        return order.by_colour(self.placed)

    def at(self, colours: Packed) -> NDArray[Any]:
        """Return the entries of some packed colours, of the same shape."""
        return np.take(self.placed, order.places(colours))


def save(path: Path, table: Table) -> None:
    """Write a table to a file beside `path` and rename it, so that `path` is whole or missing.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    with aside(path) as file:
        file.write(_header(table.digest, table.placed))
        file.write(table.placed.data)


def load(path: Path, digest: str, dtype: np.dtype[Any] = PACKED) -> Table | None:
    """Return a table mapped read-only; None where there is no whole one of that digest and type.

    Checks every byte against the header, so that a damaged file is never used.
    """
    try:
        if path.stat().st_size != file_size(dtype):
            return None
        header = np.memmap(path, np.uint8, "r", 0, (HEADER,)).tobytes()
        placed = np.memmap(path, dtype, "r", HEADER, (COLOURS,))
    except OSError:
        return None
    return Table(placed, digest) if header == _header(digest, placed) else None


def file_size(dtype: np.dtype[Any] = PACKED) -> int:
    """Return the bytes of a whole table's file."""
    return HEADER + COLOURS * dtype.itemsize


def _header(digest: str, placed: NDArray[Any]) -> bytes:
    text = f"{digest}\n{sha256(placed.data).hexdigest()}\n".encode()
    return (MAGIC + text).ljust(HEADER, b"\0")
