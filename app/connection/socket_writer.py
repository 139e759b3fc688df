"""A client's socket that the working thread writes to itself.

Through the event loop each chunk costs two changes of thread, and a `send` that holds the
interpreter's lock while the kernel copies. Past it, four clients at once get about a fifth more
out of two cores, and what waits for a slow reader is one chunk, not a window of them.
"""

import os
import select
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from app.base.timings import Stages

PATIENCE_MS: Final = 100
"""How long a thread waits for its reader before it looks whether the reader has left."""


class Outlet:
    """The socket, without blocking. Written to by one thread, closed by whoever made it.

    Args:
        descriptor: the socket's; duplicated, so that it is nobody else's while it is written to.
        stages: told how long sending takes.

    Attributes:
        written: bytes so far.
    """

    def __init__(self, descriptor: int, stages: Stages) -> None:
        self.written = 0
        self._descriptor = os.dup(descriptor)
        self._stages = stages

    def write(
        self,
        chunk: bytes | memoryview,
        rest: Callable[[], AbstractContextManager[None]],
        check: Callable[[], None],
    ) -> None:
        """All of it.

        Args:
            chunk: some bytes.
            rest: entered while the reader takes none.
            check: called meanwhile; what it raises ends the wait.

        Raises:
            ConnectionError: the reader has left.
        """
        left = memoryview(chunk)
        while left:
            with self._stages.timed("send"):
                count = self._some(left)
            self.written += count
            left = left[count:]
            if not count:
                with rest():
                    self._wait(check)

    def close(self) -> None:
        """The duplicate; the connection stays."""
        os.close(self._descriptor)

    def _some(self, data: memoryview) -> int:
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:
            return 0

    def _wait(self, check: Callable[[], None]) -> None:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        while not poll.poll(PATIENCE_MS):
            check()
