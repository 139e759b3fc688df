"""`DirectConverter`: a picture too small to be worth a table."""

import numpy as np

from lut.base.packing import COLOUR_MASK, Bytes
from lut.lookup.tile_converter import check_pair, pixels
from lut.separation.separation import Separation


class DirectConverter:
    """Evaluates a separation on a picture's own colours. One converter per thread.

    Args:
        separation: the function itself.
    """

    def __init__(self, separation: Separation) -> None:
        self._separation = separation

    def another(self) -> "DirectConverter":
        """The same for another thread."""
        return DirectConverter(self._separation)

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """As `TileConverter.convert`, to the same bytes."""
        colours = pixels("rgbx", rgbx) & np.uint32(COLOUR_MASK)
        inks = pixels("out", out)
        check_pair(rgbx, out)
        distinct, where = np.unique(colours, return_inverse=True)
        np.take(self._separation.of(distinct), where, out=inks, mode="clip")
