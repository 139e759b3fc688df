"""A client's socket that the working thread writes to directly.

Through the event loop each chunk costs two changes of thread, and a `send` that holds the
interpreter's lock while the kernel copies. Past it, four clients at once get about a fifth more out
of two cores, and what waits for a slow client is one chunk, not a window of them.
"""

import os
import select
from typing import Final

from app.base.cancellation import Check, Rest
from app.base.timings import Timings

PATIENCE_MS: Final = 100
"""Milliseconds that a thread waits for its client before it looks whether the client has left."""


class SocketWriter:
    """A socket that does not block. One thread writes to it; its maker closes it.

    Args:
        descriptor: the socket's; duplicated, so that the number stays ours while a thread writes.
        timings: where it counts how long sending takes.

    Attributes:
        written: bytes so far.
    """

    def __init__(self, descriptor: int, timings: Timings) -> None:
        self.written = 0
        self._descriptor = os.dup(descriptor)
        self._timings = timings

    def write(self, chunk: bytes | memoryview, rest: Rest, check: Check) -> None:
        """Write all of a chunk.

        Args:
            chunk: some bytes.
            rest: entered while the client takes none.
            check: called meanwhile; what it raises ends the wait.

        Raises:
            ConnectionError: the client has left.
        """
        left = memoryview(chunk)
        while left:
            with self._timings.timed("send"):
                count = self._write_some(left)
            self.written += count
            left = left[count:]
            if not count:
                with rest():
                    self._wait(check)

    def close(self) -> None:
        """Close the duplicate; the connection stays open."""
        os.close(self._descriptor)

    def _write_some(self, data: memoryview) -> int:
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:
            return 0
        except OSError as error:  # a network that is gone is a client that is gone
            raise ConnectionAbortedError(str(error)) from error

    def _wait(self, check: Check) -> None:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        while not poll.poll(PATIENCE_MS):
            check()
