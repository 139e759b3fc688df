"""A decoder that crashes on pictures of certain widths."""

import os
import tempfile
from collections.abc import Callable
from io import FileIO
from typing import Final
from unittest.mock import patch

from app.base.limits import Limits
from app.base.options import Options
from app.decode.decoder_process import child
from app.decode.picture import Picture, open_picture


def allocate() -> None:
    """Allocate ten gigabytes, and write to them."""
    bytearray(10 << 30)


def spin() -> None:
    """Compute forever."""
    while True:
        pass


def write() -> None:
    """Write a file, which the child may not."""
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
    """Open a picture, or crash where its width says so."""
    picture = open_picture(file, limits, options, size)
    DEADLY.get(picture.header.width, lambda: None)()
    return picture


if __name__ == "__main__":
    with patch.object(child, "open_picture", fragile):
        child.main()
