"""Files that are whole or missing: written under another name, then renamed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO

PART = ".part"
"""Suffix of a file that is still being written."""


@contextmanager
def aside(path: Path, *, overwrite: bool = True) -> Iterator[IO[bytes]]:
    """Yield a file beside `path`; rename it to `path` when the block ends well, else delete it.

    Raises:
        FileExistsError: `path` exists when the block ends, and `overwrite` is false.
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
    """Write `data` to a file beside `path` and rename it."""
    with aside(path) as file:
        file.write(data)


def _name(part: Path, path: Path) -> None:
    """Give `part` the name `path`, unless a file has that name already."""
    try:
        path.hardlink_to(part)
        part.unlink()
    except FileExistsError:
        raise
    except OSError:  # this file system has no hard links: claim the name first, then replace
        path.open("xb").close()
        part.replace(path)
