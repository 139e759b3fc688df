"""`Table`: the memo of a function of all colours, and the file it is kept in.

The file is one page of header (magic, the function's digest, the entries' SHA-256) and the
2²⁴ entries after it, each in its place, aligned so that they can be mapped.
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
PAGE: Final = 4096
DTYPES: Final = (PACKED, np.dtype(np.uint8))


@dataclass(frozen=True, eq=False)
class Table:
    """All entries of a separation, or of what else depends on the colour alone.

    Attributes:
        placed: read-only `[2**24]`, in the order of `lut.tables.order`: uint32, packed inks; or
            uint8.
        digest: of the function.
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
        """All of them by packed colour, `[2**24]`: a copy, made each time."""
        return order.by_colour(self.placed)

    def at(self, colours: Packed) -> NDArray[Any]:
        """The entries of some packed colours, of the same shape."""
        return np.take(self.placed, order.places(colours))


def save(path: Path, table: Table) -> None:
    """Write a table beside `path` and rename it: whole or not there.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    with aside(path) as file:
        file.write(_header(table.digest, table.placed))
        file.write(table.placed.data)


def load(path: Path, digest: str, dtype: np.dtype[Any] = PACKED) -> Table | None:
    """Map a table read-only; None where there is no whole one of that digest and type.

    Every byte is checked against the header, so that a damaged file is never used: 40 ms.
    """
    try:
        if path.stat().st_size != file_size(dtype):
            return None
        page = np.memmap(path, np.uint8, "r", 0, (PAGE,)).tobytes()
        placed = np.memmap(path, dtype, "r", PAGE, (COLOURS,))
    except OSError:
        return None
    return Table(placed, digest) if page == _header(digest, placed) else None


def file_size(dtype: np.dtype[Any] = PACKED) -> int:
    """Bytes of a whole table's file."""
    return PAGE + COLOURS * dtype.itemsize


def _header(digest: str, placed: NDArray[Any]) -> bytes:
    told = f"{digest}\n{sha256(placed.data).hexdigest()}\n".encode()
    return (MAGIC + told).ljust(PAGE, b"\0")
