"""Small outputs, finished before they are sent: damage anywhere in the file is a clean answer.

They are kept in memory while there is room for them, else on disk. A file costs the conversion of
a few megapixels a fifth of its time, in the kernel; but readers that stall may be many.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.capacity.memory_ledger import Budget
from app.capacity.spool import spool_file
from app.convert.pipeline import Chunk, Output
from app.encode.compression import read_back

SMALL: Final = 32 << 20
"""Bytes of an output that is done in an instant."""


class Finished:
    """Safe for threads.

    Args:
        size: bytes of memory for all that are kept at once.
        folder: for those that find no room there.
    """

    def __init__(self, size: int, folder: Path) -> None:
        self._budget = Budget(size, 0)
        self._folder = folder

    @contextmanager
    def keep(self, output: Output) -> Iterator[Iterable[Chunk]]:
        """Make all of an output now; its chunks, to be read once within the block.

        Raises:
            whatever making it raises.
            OSError: it finds room neither in memory nor on disk.
        """
        with self._budget.hold_if_free(output.length) as is_there:
            if is_there:
                yield list(output.chunks)
                return
            with spool_file(self._folder) as spool:
                spool.writelines(output.chunks)
                yield read_back(spool)
