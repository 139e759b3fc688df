"""Our own server with the lookup left out: it decodes, and sends the pixels as they are."""

from unittest.mock import patch

import numpy as np

from app.cli.main import main
from lut import TileConverter
from lut.base.packing import Bytes
from lut.lookup.tile_converter import pixels


def unconverted(_converter: TileConverter, rgbx: Bytes, out: Bytes) -> None:
    """Copy red, green, blue and the fourth byte instead of cyan, magenta, yellow and black."""
    np.copyto(pixels("out", out), pixels("rgbx", rgbx))


if __name__ == "__main__":
    with patch.object(TileConverter, "convert", unconverted):
        main()
