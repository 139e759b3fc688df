"""Files without a name: gone when they are closed, and gone when the process is."""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.base.errors import NoRoom

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

WRITE_FAILURES: Final = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    *(errno.EROFS, errno.EACCES, errno.EPERM),
    *(errno.ENOENT, errno.ENOTDIR, errno.EEXIST),
    errno.EIO,
}
"""What the kernel says of a write to a disk that is full, read-only, not there, or broken."""


class Spool(BufferedRandom):
    """A temporary file whose writing raises `NoRoom` where the disk takes no more."""

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write all bytes, or raise NoRoom."""
        with _writing():
            return super().write(data)

    def flush(self) -> None:
        """Write what is buffered, or raise NoRoom."""
        with _writing():
            super().flush()


def spool_file(folder: Path) -> Spool:
    """Return an empty file in `folder`, readable and writeable; the folder is made if missing.

    Raises:
        NoRoom: the folder cannot be written.
    """
    with _writing():
        folder.mkdir(parents=True, exist_ok=True)
        return Spool(tempfile.TemporaryFile(dir=folder, buffering=0))


def expect_room(folder: Path, size: int, spare: int) -> None:
    """Refuse to write more than the disk has free.

    Args:
        folder: made where it is missing.
        size: bytes that are to be written.
        spare: bytes that must be left free.

    Raises:
        NoRoom: the disk would be too full, or the folder cannot be made.
    """
    with _writing():
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    if free < size + spare:
        raise NoRoom(
            f"{size} bytes need {size + spare} on the disk (spare_disk={spare}), got {free}"
        )


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in WRITE_FAILURES:
            raise
        raise NoRoom(f"a file cannot be written: {error.strerror}") from error
