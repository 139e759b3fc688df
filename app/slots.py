"""Admission: so many conversions at once, so many waiting, and "busy" at once beyond that.

A slot covers work, never waiting: a conversion whose reader stalls gives its slot back, and
takes one again when there is room for its next chunk.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.errors import Busy

PATIENCE_S = 0.1
"""How long a conversion waits for a slot before it looks whether anybody still wants it."""


class Slots:
    """Safe for threads.

    Args:
        slots: conversions at once.
        queue: conversions that may wait for a slot.
    """

    def __init__(self, slots: int, queue: int) -> None:
        self._capacity = slots + queue
        self._free = threading.Semaphore(slots)
        self._inside = 0
        self._lock = threading.Lock()
        self._here = threading.local()

    @property
    def inside(self) -> int:
        """Conversions that work or wait for a slot; those that rest are not counted."""
        return self._inside

    def expect_room(self) -> None:
        """Refuse early, so that a body need not be read first.

        Raises:
            Busy: `work` would refuse.
        """
        if self._inside >= self._capacity:
            raise Busy(f"{self._inside} conversions are running or waiting: try again soon")

    @contextmanager
    def work(self, check: Callable[[], None] = lambda: None) -> Iterator[None]:
        """A slot for one conversion, from the thread that works. Waits in the queue for it.

        Args:
            check: called while it waits; what it raises gives its place in the queue back.

        Raises:
            Busy: the queue is full.
        """
        with self._lock:
            self.expect_room()
            self._inside += 1
        try:
            self._take(check)
        except BaseException:
            with self._lock:
                self._inside -= 1
            raise
        try:
            yield
        finally:
            if self._here.holds:
                self._leave()

    @contextmanager
    def rest(self) -> Iterator[None]:
        """Within `work`: without the slot for as long as the block waits. Never refused.

        A block that fails ends the work: it waits for no slot again.
        """
        self._leave()
        yield
        with self._lock:
            self._inside += 1
        self._take(lambda: None)

    def _take(self, check: Callable[[], None]) -> None:
        while not self._free.acquire(timeout=PATIENCE_S):
            check()
        self._here.holds = True

    def _leave(self) -> None:
        self._here.holds = False
        self._free.release()
        with self._lock:
            self._inside -= 1
