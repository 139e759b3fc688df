"""`PixelCounts`: when to make a table, for many small pictures that come one by one."""

import threading
from collections import OrderedDict
from typing import Final

from lut.base.packing import COLOURS
from lut.separation.separation import Separation

REMEMBERED: Final = 256
"""Separations whose pixels are counted; beyond that those seen longest ago are forgotten."""


class PixelCounts:
    """Pixels converted without a table so far, by separation. Safe for threads.

    A table pays once as many pixels have been evaluated as it has entries: whatever pictures come
    next, no more than twice the least possible work is done (the ski-rental rule).
    """

    def __init__(self) -> None:
        self._evaluated: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def table_pays(self, separation: Separation, pixels: int) -> bool:
        """Return whether to make the table for one more picture, and count its pixels if not."""
        if pixels >= separation.worth_a_table:
            return True
        with self._lock:
            total = self._evaluated.pop(separation.digest, 0) + pixels
            if total >= COLOURS:
                return True
            self._evaluated[separation.digest] = total
            if len(self._evaluated) > REMEMBERED:
                self._evaluated.popitem(last=False)
        return False
