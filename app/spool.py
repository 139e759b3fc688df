"""Files without a name: gone when closed, and gone when the process is."""

import tempfile
from io import BufferedRandom
from pathlib import Path


def spool_file(folder: Path) -> BufferedRandom:
    """An empty file in `folder`, readable and writeable.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)
