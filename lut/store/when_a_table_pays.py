"""When a table is worth its making, for many small pictures that come one by one."""

import threading
from collections import OrderedDict
from typing import Final

from lut.base.packing import COLOURS
from lut.separation.separation import Separation

REMEMBERED: Final = 256


class Worth:
    """What has been evaluated without a table, by separation.

    A table is made once as many pixels have been evaluated as it has entries: whatever comes, no
    more than twice the least work is done (the ski-rental rule). Safe for threads; the separations
    seen longest ago are forgotten.
    """

    def __init__(self) -> None:
        self._evaluated: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def is_reached(self, separation: Separation, pixels: int) -> bool:
        """Whether one more picture, of so many pixels, had better be converted by a table."""
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
