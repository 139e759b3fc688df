"""Total area coverage: C + M + Y + K of one pixel, in 255ths of an ink."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from lut.base.packing import INKS, LEVELS, PACKED, Packed

FULL: Final = LEVELS - 1
"""Levels of one full ink: 100 percent."""

MOST: Final = INKS * FULL
"""Levels of four full inks: 400 percent."""

_PAIRS: Final = np.uint32(0x00FF00FF)

Coverage = NDArray[np.uint16]


class Coverages:
    """Sums of four inks, computed in pairs within one word, in reused buffers. One for each thread.

    This is no slower than to look sums up, in a table that would need two bytes an entry.
    """

    def __init__(self) -> None:
        self._odd = np.empty(0, PACKED)
        self._even = np.empty(0, PACKED)

    def of(self, entries: Packed) -> Coverage:
        """Return the sums of packed inks, uint32 `[n]`, as uint16 `[n]`, 0 … 1020.

        The array is a reused buffer: the next call overwrites it.
        """
        if self._odd.size < entries.size:
            self._odd, self._even = np.empty((2, entries.size), PACKED)
        odd, even = self._odd[: entries.size], self._even[: entries.size]
        np.right_shift(entries, 8, out=odd)
        odd &= _PAIRS
        np.bitwise_and(entries, _PAIRS, out=even)
        even += odd
        pairs = even.view(np.uint16)
        total: Coverage = odd.view(np.uint16)[: entries.size]
        np.add(pairs[::2], pairs[1::2], out=total)
        return total


def percent(coverage: float) -> float:
    """Return a sum of 0 … 1020 as 0 … 400 percent."""
    return coverage * 100 / FULL


def allowed(limit: float) -> int:
    """Return the largest sum, 0 … 1020, that a limit in percent allows.

    With a tolerance of 0.05 percent, because conditions state their limits to a tenth.
    """
    return int((limit + 0.05) * FULL / 100)
