"""Memory for what must be held whole: so many bytes for all of it together."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.base.cancellation import Check, never
from app.base.errors import Busy
from app.capacity.slots import PATIENCE_S


class MemoryLedger:
    """A count of bytes that are held. Safe for threads.

    Args:
        size: bytes at once.
        queue: how many threads may wait for some.
    """

    def __init__(self, size: int, queue: int) -> None:
        self._size = size
        self._queue = queue
        self._held = 0
        self._waiting = 0
        self._changed = threading.Condition()

    @contextmanager
    def hold(self, amount: int, check: Check = never) -> Iterator[None]:
        """Hold so many bytes for as long as the block lasts. Nothing is always free.

        Args:
            amount: bytes; more than the whole size waits until it has all of it.
            check: called while the thread waits; what it raises ends the wait.

        Raises:
            Busy: too many wait.
        """
        amount = min(amount, self._size)
        with self._changed:
            if not self._is_free(amount):
                self._wait(amount, check)
            self._held += amount
        try:
            yield
        finally:
            self._give_back(amount)

    @contextmanager
    def hold_if_free(self, amount: int) -> Iterator[bool]:
        """Hold so many bytes for the block if they are free now; yield whether they were."""
        with self._changed:
            is_free = self._is_free(amount)
            self._held += amount * is_free
        try:
            yield is_free
        finally:
            self._give_back(amount * is_free)

    def _is_free(self, amount: int) -> bool:
        return self._held + amount <= self._size

    def _give_back(self, amount: int) -> None:
        with self._changed:
            self._held -= amount
            self._changed.notify_all()

    def _wait(self, amount: int, check: Check) -> None:
        if self._waiting >= self._queue:
            raise Busy(f"{self._waiting} pictures are waiting for memory: try again soon")
        self._waiting += 1
        try:
            while not self._is_free(amount):
                self._changed.wait(PATIENCE_S)
                check()
        finally:
            self._waiting -= 1
