"""Our own server with the lookup left out: it decodes, and sends as many bytes."""

from unittest.mock import patch

from app.cli import main
from lut import TileConverter
from lut.packing import Bytes


def nothing(_converter: TileConverter, _rgbx: Bytes, _out: Bytes) -> None:
    """Leave the inks as they happen to be."""


if __name__ == "__main__":
    with patch.object(TileConverter, "convert", nothing):
        main()
