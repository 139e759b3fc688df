"""Memory for what must be held whole: so many bytes for all of it together."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.base.errors import Busy
from app.capacity.slots import PATIENCE_S, Check, never


class Budget:
    """Safe for threads.

    Args:
        size: bytes at once.
        queue: how many may wait for some.
    """

    def __init__(self, size: int, queue: int) -> None:
        self._size = size
        self._queue = queue
        self._held = 0
        self._waiting = 0
        self._changed = threading.Condition()

    @contextmanager
    def hold(self, amount: int, check: Check = never) -> Iterator[None]:
        """So many bytes for as long as the block lasts. Nothing is always there.

        Args:
            amount: more than the whole budget waits until it has all of it.
            check: called while it waits; what it raises ends the wait.

        Raises:
            Busy: too many wait.
        """
        amount = min(amount, self._size)
        with self._changed:
            if self._held + amount > self._size:
                self._wait(amount, check)
            self._held += amount
        try:
            yield
        finally:
            self._give_back(amount)

    @contextmanager
    def hold_if_free(self, amount: int) -> Iterator[bool]:
        """So many bytes for as long as the block lasts, if they are free now; whether they were."""
        with self._changed:
            is_free = self._held + amount <= self._size
            self._held += amount * is_free
        try:
            yield is_free
        finally:
            self._give_back(amount * is_free)

    def _give_back(self, amount: int) -> None:
        with self._changed:
            self._held -= amount
            self._changed.notify_all()

    def _wait(self, amount: int, check: Check) -> None:
        if self._waiting >= self._queue:
            raise Busy(f"{self._waiting} pictures are waiting for memory: try again soon")
        self._waiting += 1
        try:
            while self._held + amount > self._size:
                self._changed.wait(PATIENCE_S)
                check()
        finally:
            self._waiting -= 1
