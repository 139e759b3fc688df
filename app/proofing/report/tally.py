"""Counts over a picture that comes strip by strip, in memory that does not grow with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.proofing.tiling import Tiles
from lut.base.packing import COLOURS, INKS, LEVELS, Packed
from lut.colorimetry.total_ink import MOST, Coverage, Coverages, allowed
from lut.store.distance import Measure

PAIR: Final = LEVELS * LEVELS
SIDE: Final = 64
"""Pixels of a tile's side."""

_CMY: Final = np.uint32(0x00FFFFFF)

Counts = NDArray[np.int64]


@dataclass
class Worst:
    """A tile.

    Attributes:
        above: pixels above the limit.
        most: coverage, 0 … 1020.
        column, row: counted in tiles.
    """

    above: int = -1
    most: int = -1
    column: int = 0
    row: int = 0


class Tally:
    """What there is to count of inks.

    Args:
        width: of the picture, in pixels.
        limit: of total area coverage, in percent.
        measure: of distances; None where there is nothing to compare, and no colours to count.

    Attributes:
        pairs: int64 `[2, 256, 256]`: pixels by magenta and cyan, and by black and yellow.
        coverage: int64 `[1021]`.
        distance: int64 `[256]`.
        pure_k: pixels.
        worst: so far.
    """

    def __init__(self, width: int, limit: float, measure: Measure | None) -> None:
        self.pairs = np.zeros((2, PAIR), np.int64)
        self.coverage = np.zeros(MOST + 1, np.int64)
        self.distance = np.zeros(LEVELS, np.int64)
        self.pure_k = 0
        self.worst = Worst()
        self.limit = limit
        self._allowed = np.uint16(allowed(limit))
        self._measure = measure
        self._seen = np.zeros(COLOURS if measure else 0, np.bool_)
        self._coverages = Coverages()
        self._most = Tiles(width, SIDE)
        self._above = Tiles(width, SIDE, np.add)
        self._rows = 0

    def add(self, colours: Packed, inks: Packed) -> None:
        """A strip: uint32 `[h, w]` each, C-contiguous."""
        flat = inks.reshape(-1)
        for number, pair in enumerate(flat.view(np.uint16).reshape(-1, 2).T):
            self.pairs[number] += np.bincount(pair, minlength=PAIR)
        self.pure_k += int(np.count_nonzero((flat & _CMY) == 0) - np.count_nonzero(flat == 0))
        if self._measure:
            self._seen[colours] = True
            apart = self._measure(colours, inks)
            self.distance += np.bincount(apart.reshape(-1), minlength=LEVELS)
        self._cover(self._coverages.of(flat).reshape(inks.shape))

    def end(self) -> None:
        """After the last strip."""
        self._compare(self._most.rest(), self._above.rest())

    @property
    def pixels(self) -> int:
        """Counted so far."""
        return int(self.coverage.sum())

    @property
    def colours(self) -> int:
        """Distinct ones."""
        return int(np.count_nonzero(self._seen))

    def ink(self, number: int) -> Counts:
        """Pixels by amount of one ink, 0 … 3: int64 `[256]`."""
        pair = self.pairs[number // 2].reshape(LEVELS, LEVELS)
        counts: Counts = pair.sum(axis=1 if number % 2 else 0)
        return counts

    @property
    def inks(self) -> list[Counts]:
        """Of each ink."""
        return [self.ink(number) for number in range(INKS)]

    def _cover(self, coverage: Coverage) -> None:
        self.coverage += np.bincount(coverage.reshape(-1), minlength=MOST + 1)
        above = coverage > self._allowed
        self._compare(self._most.add(coverage), self._above.add(above))

    def _compare(self, most: Iterator[Counts], above: Iterator[Counts]) -> None:
        for most_row, above_row in zip(list(most), list(above), strict=True):
            column = int(np.lexsort((-most_row, -above_row))[0])
            found = Worst(int(above_row[column]), int(most_row[column]), column, self._rows)
            if (found.above, found.most) > (self.worst.above, self.worst.most):
                self.worst = found
            self._rows += 1
