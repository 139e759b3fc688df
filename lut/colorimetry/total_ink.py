"""Total area coverage: C + M + Y + K of one pixel, in 255ths of an ink."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from lut.base.packing import INKS, LEVELS, PACKED, Packed

FULL: Final = LEVELS - 1
MOST: Final = INKS * FULL
"""Four full inks: 400 percent."""

_PAIRS: Final = np.uint32(0x00FF00FF)

Coverage = NDArray[np.uint16]


class Coverages:
    """Sums of inks, two at a time within a word, in reused buffers. One for each thread.

    A table would need two bytes an entry to be exact; this is no slower than looking it up.
    """

    def __init__(self) -> None:
        self._odd = np.empty(0, PACKED)
        self._even = np.empty(0, PACKED)

    def of(self, entries: Packed) -> Coverage:
        """Of packed inks, uint32 `[n]`: uint16 `[n]`, 0 … 1020, until the next are asked for."""
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
    """0 … 1020 as 0 … 400."""
    return coverage * 100 / FULL


def allowed(limit: float) -> int:
    """The most, 0 … 1020, that a limit in percent allows.

    To a twentieth of a percent: conditions state theirs to a tenth.
    """
    return int((limit + 0.05) * FULL / 100)
