"""What a conversion must give, computed in another way than the product does."""

import numpy as np

from lut import Table
from lut.packing import Bytes


def inks_of(table: Table, rgb: Bytes) -> Bytes:
    """The table's inks of each pixel: uint8 `[h, w, 3]` to `[h, w, 4]`."""
    red, green, blue = np.moveaxis(rgb.astype(np.uint32), -1, 0)
    entries = table.entries[red | green << 8 | blue << 16]
    inks = [entries >> shift & 255 for shift in (0, 8, 16, 24)]
    return np.stack(inks, axis=-1).astype(np.uint8)
