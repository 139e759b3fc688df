"""`DirectConverter`: converts without a table, for pictures too small to make one for."""

import numpy as np

from lut.base.packing import COLOUR_MASK, Bytes
from lut.lookup.tile_converter import check_pair, pixels
from lut.separation.separation import Separation


class DirectConverter:
    """A converter that evaluates a separation on a picture's own colours. One for each thread.

    Args:
        separation: the function from colour to inks.
    """

    def __init__(self, separation: Separation) -> None:
        self._separation = separation

    def another(self) -> "DirectConverter":
        """Return a converter of the same separation for another thread."""
        return DirectConverter(self._separation)

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Write the bytes that `TileConverter.convert` does; compute each distinct colour once."""
        colours = pixels("rgbx", rgbx) & np.uint32(COLOUR_MASK)
        inks = pixels("out", out)
        check_pair(rgbx, out)
        distinct, where = np.unique(colours, return_inverse=True)
        np.take(self._separation.of(distinct), where, out=inks, mode="clip")
