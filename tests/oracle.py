"""The inks that a conversion must give, computed in another way than the product does."""

from functools import lru_cache

import numpy as np

from lut import Table
from lut.base.packing import Bytes, Packed, pack, samples


def inks_of(table: Table, rgb: Bytes) -> Bytes:
    """Return the table's inks of each pixel: uint8 `[h, w, 3]` to `[h, w, 4]`."""
    red, green, blue = np.moveaxis(rgb.astype(np.uint32), -1, 0)
    entries = by_colour(table)[red | green << 8 | blue << 16]
    inks = [entries >> shift & 255 for shift in (0, 8, 16, 24)]
    return np.stack(inks, axis=-1).astype(np.uint8)


@lru_cache(maxsize=2)
def by_colour(table: Table) -> Packed:
    """Return a table's entries by packed colour; the last two tables' are kept."""
    entries: Packed = table.entries
    entries.flags.writeable = False
    return entries


def proportionally_limited(entries: Packed, percent: float) -> Packed:
    """Limit inks as Little CMS does: C, M and Y are scaled to what K leaves (its cmsvirt.c)."""
    inks = samples(entries).astype(float)
    limit, colour = percent * 2.55, inks[:, :3].sum(axis=1)
    ratio = np.clip(1 + (limit - inks.sum(axis=1)) / np.maximum(colour, 1), 0, 1)
    inks[:, :3] *= ratio[:, None]
    return pack(np.floor(inks + 0.5).astype(np.uint8))
