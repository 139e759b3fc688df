"""Counts over a picture that comes strip by strip, in memory that does not grow with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.proofing.tiling import Tiles
from lut.base.packing import COLOURS, LEVELS, Packed
from lut.colorimetry.total_ink import MOST, Coverage, Coverages, allowed
from lut.store.distance import Measure

PAIR: Final = LEVELS * LEVELS
"""How many pairs of two inks' levels there are."""

SIDE: Final = 64
"""Pixels of a tile's side: large enough to be found on the sheet, small enough to point there."""

_CMY: Final = np.uint32(0x00FFFFFF)

Counts = NDArray[np.int64]


@dataclass
class WorstTile:
    """The tile with the most pixels above the limit; among equals the one with the most ink.

    Attributes:
        above: pixels above the limit; -1 before the first tile.
        most: the highest coverage of its pixels, 0 … 1020.
        column, row: its place, counted in tiles.
    """

    above: int = -1
    most: int = -1
    column: int = 0
    row: int = 0


class Tally:
    """Counts of a picture's pixels by ink, coverage and distance.

    Args:
        width: of the picture, in pixels.
        limit: of total area coverage, in percent.
        measure: returns distances; None where the picture brings its inks: then there is nothing
            to compare, and there are no colours to count.

    Attributes:
        pairs: pixels by magenta and cyan, and by black and yellow: int64 `[2, 256 · 256]`.
        coverage: pixels by coverage: int64 `[1021]`.
        distance: pixels by distance, in fifths of ΔE2000: int64 `[256]`.
        pure_k: pixels with black and no other ink.
        worst: the worst tile so far.
    """

    def __init__(self, width: int, limit: float, measure: Measure | None) -> None:
        self.pairs = np.zeros((2, PAIR), np.int64)
        self.coverage = np.zeros(MOST + 1, np.int64)
        self.distance = np.zeros(LEVELS, np.int64)
        self.pure_k = 0
        self.worst = WorstTile()
        self.limit = limit
        self._allowed = np.uint16(allowed(limit))
        self._measure = measure
        self._seen = np.zeros(COLOURS if measure else 0, np.bool_)
        self._coverages = Coverages()
        self._most = Tiles(width, SIDE)
        self._above = Tiles(width, SIDE, np.add)
        self._rows = 0

    def add(self, colours: Packed, inks: Packed) -> None:
        """Count a strip: uint32 `[h, w]` each, C-contiguous."""
        flat = inks.reshape(-1)
        for number, pair in enumerate(flat.view(np.uint16).reshape(-1, 2).T):
            self.pairs[number] += np.bincount(pair, minlength=PAIR)
        self.pure_k += int(np.count_nonzero((flat & _CMY) == 0) - np.count_nonzero(flat == 0))
        if self._measure:
            self._seen[colours] = True
            apart = self._measure(colours, inks)
            self.distance += np.bincount(apart.reshape(-1), minlength=LEVELS)
        self._count_coverage(self._coverages.of(flat).reshape(inks.shape))

    def end(self) -> None:
        """Count the last row of tiles. Called after the last strip."""
        self._keep_worst(self._most.rest(), self._above.rest())

    @property
    def pixels(self) -> int:
        """Return how many pixels it has counted."""
        return int(self.coverage.sum())

    @property
    def colours(self) -> int:
        """Return how many distinct colours it has seen."""
        return int(np.count_nonzero(self._seen))

    @property
    def inks(self) -> list[Counts]:
        """Return the pixels by amount of each ink, int64 `[256]`."""
        pairs = self.pairs.reshape(-1, LEVELS, LEVELS)
        return [pair.sum(axis=axis) for pair in pairs for axis in (0, 1)]

    def _count_coverage(self, coverage: Coverage) -> None:
        self.coverage += np.bincount(coverage.reshape(-1), minlength=MOST + 1)
        above = coverage > self._allowed
        self._keep_worst(self._most.add(coverage), self._above.add(above))

    def _keep_worst(self, most: Iterator[Counts], above: Iterator[Counts]) -> None:
        for most_row, above_row in zip(most, above, strict=True):
            column = int(np.lexsort((-most_row, -above_row))[0])
            found = WorstTile(int(above_row[column]), int(most_row[column]), column, self._rows)
            if (found.above, found.most) > (self.worst.above, self.worst.most):
                self.worst = found
            self._rows += 1
