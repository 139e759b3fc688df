"""One figure for each square tile of a picture that comes strip by strip."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Tiles:
    """A figure for each tile: its largest value, or its sum.

    Args:
        width: of the picture, in pixels.
        side: of a tile, in pixels; the tiles at the right and lower edge may be smaller.
        gather: `np.maximum` or `np.add`.
    """

    def __init__(self, width: int, side: int, gather: np.ufunc = np.maximum) -> None:
        self._side = side
        self._gather = gather
        self._starts = np.arange(0, width, side)
        self._row = np.zeros(len(self._starts), np.int64)
        self._height = 0

    def add(self, values: NDArray[Any]) -> Iterator[NDArray[np.int64]]:
        """Add a strip `[h, w]`; yield each row of tiles that it completes, int64 `[tiles]`."""
        while len(values):
            part, values = np.split(values, [self._side - self._height])
            columns = self._gather.reduce(part, axis=0, dtype=np.int32)
            self._gather(self._row, self._gather.reduceat(columns, self._starts), out=self._row)
            self._height += len(part)
            if self._height == self._side:
                yield self._end_row()

    def rest(self) -> Iterator[NDArray[np.int64]]:
        """Yield the last row of tiles, where the picture ends within it. Called after all adds."""
        if self._height:
            yield self._end_row()

    def _end_row(self) -> NDArray[np.int64]:
        row, self._row = self._row, np.zeros_like(self._row)
        self._height = 0
        return row
