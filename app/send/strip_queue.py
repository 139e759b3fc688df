"""Chunks of a body on their way from the working thread to the event loop.

For connections whose socket the thread cannot write to directly: encrypted ones, and those parsed
by h11.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator
from typing import Final

from app.base.cancellation import Check, Rest
from app.capacity.slots import PATIENCE_S

WINDOW: Final = 4
"""Chunks that may wait for the client; the thread waits before it hands over one more."""


class StripQueue:
    """A window of chunks. Made in the event loop, filled by one thread, emptied by one task."""

    def __init__(self) -> None:
        self._window = threading.Semaphore(WINDOW)
        self._loop = asyncio.get_running_loop()
        self._chunks: asyncio.Queue[bytes | memoryview | None] = asyncio.Queue()

    def write(self, chunk: bytes | memoryview, rest: Rest, check: Check) -> None:
        """Hand over a chunk; called by the working thread.

        Args:
            chunk: some bytes, in memory of their own.
            rest: entered while the window is full.
            check: called meanwhile and before the chunk is handed over; what it raises ends it.
        """
        if not self._window.acquire(blocking=False):
            with rest():
                while not self._window.acquire(timeout=PATIENCE_S):
                    check()
        check()
        self._post(chunk)

    def end(self) -> None:
        """Say that no chunk follows; called by the working thread."""
        self._post(None)

    async def chunks(self) -> AsyncGenerator[bytes | memoryview]:
        """Yield the chunks, in order; called in the event loop."""
        while (chunk := await self._chunks.get()) is not None:
            yield chunk
            self._window.release()

    def _post(self, chunk: bytes | memoryview | None) -> None:
        self._loop.call_soon_threadsafe(self._chunks.put_nowait, chunk)
