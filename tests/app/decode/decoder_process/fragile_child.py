"""A decoder that dies of pictures of certain widths."""

import os
import tempfile
from collections.abc import Callable
from io import FileIO
from typing import Final
from unittest.mock import patch

from app.base.options import Options
from app.base.settings import Limits
from app.decode.decoder_process import child
from app.decode.picture import Picture, open_picture


def allocate() -> None:
    """Ten gigabytes, touched."""
    bytearray(10 << 30)


def spin() -> None:
    """For ever."""
    while True:
        pass


def write() -> None:
    """Where it may not."""
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


ABORTS: Final = 21
SPINS: Final = 22
ALLOCATES: Final = 23
WRITES: Final = 24
DEADLY: Final[dict[int, Callable[[], object]]] = {
    ABORTS: os.abort,
    SPINS: spin,
    ALLOCATES: allocate,
    WRITES: write,
}


def fragile(file: FileIO, limits: Limits, options: Options, size: int | None) -> Picture:
    """Die, or open it."""
    picture = open_picture(file, limits, options, size)
    DEADLY.get(picture.header.width, lambda: None)()
    return picture


if __name__ == "__main__":
    with patch.object(child, "open_picture", fragile):
        child.main()
