"""Files without a name: gone when closed, and gone when the process is."""

import shutil
import tempfile
from io import BufferedRandom
from pathlib import Path

from app.base.errors import NoRoom


def spool_file(folder: Path) -> BufferedRandom:
    """An empty file in `folder`, readable and writeable.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


def expect_room(folder: Path, size: int, spare: int) -> None:
    """Before so many bytes are written.

    Args:
        folder: made where it is missing.
        size: bytes.
        spare: bytes that must be left.

    Raises:
        NoRoom: the disk would be too full.
        OSError: the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < size + spare:
        raise NoRoom(
            f"{size} bytes need {size + spare} on the disk (spare_disk={spare}), got {free}"
        )
