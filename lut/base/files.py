"""Files that are whole or not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO

PART = ".part"
"""How the name of a file that is still being written ends."""


@contextmanager
def aside(path: Path, *, overwrite: bool = True) -> Iterator[IO[bytes]]:
    """A file beside `path` that takes its name when the block ends well, and else vanishes.

    Raises:
        FileExistsError: `path` is there when the block ends, and not to be overwritten.
        OSError: the folder cannot be written, or the disk is full.
    """
    part = path.with_name(f".{path.name}.{token_hex(8)}{PART}")
    try:
        with part.open("xb") as file:
            yield file
        if overwrite:
            part.replace(path)
        else:
            _name(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_aside(path: Path, data: bytes) -> None:
    """Write all of `data` beside `path` and rename it."""
    with aside(path) as file:
        file.write(data)


def _name(part: Path, path: Path) -> None:
    """Give `part` the name `path`, unless something has it already."""
    try:
        path.hardlink_to(part)
        part.unlink()
    except FileExistsError:
        raise
    except OSError:  # a file system without links: claim the name, then take it
        path.open("xb").close()
        part.replace(path)
