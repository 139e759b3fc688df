"""Small outputs, finished before they are sent: damage anywhere in the file is a clean answer.

They are kept in memory while the ledger has room for them, else on disk. A file on disk costs the
conversion of a few megapixels a fifth of its time, in the kernel; but clients that do not read may
be many.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.capacity.memory_ledger import MemoryLedger
from app.capacity.spool import spool_file
from app.convert.pipeline import Chunk, Output
from app.encode.compression import read_back

SMALL: Final = 32 << 20
"""Bytes of an output up to which it is finished before it is sent. A larger one is streamed."""


class SmallOutputs:
    """The small outputs that wait for their clients. Safe for threads.

    Args:
        size: bytes of memory for all that are kept at once.
        folder: for the outputs that find no room in memory.
    """

    def __init__(self, size: int, folder: Path) -> None:
        self._ledger = MemoryLedger(size, 0)
        self._folder = folder

    @contextmanager
    def keep(self, output: Output) -> Iterator[Iterable[Chunk]]:
        """Make all of an output now; yield its chunks, to be iterated once within the block.

        Raises:
            whatever making it raises.
            NoRoom: it finds room neither in memory nor on disk.
        """
        with self._ledger.hold_if_free(output.length) as is_there:
            if is_there:
                yield list(output.chunks)
                return
            with spool_file(self._folder) as spool:
                spool.writelines(output.chunks)
                yield read_back(spool)
