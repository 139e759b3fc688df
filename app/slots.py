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
        self._waiting = 0
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

    def spare(self) -> "Spare":
        """A second slot for a conversion, for as long as nobody else wants it."""
        return Spare(self)

    def take_spare(self) -> bool:
        """A free slot that nobody waits for, if there is one."""
        return not self._waiting and self._free.acquire(blocking=False)

    def give_back_spare(self) -> None:
        """After `take_spare`."""
        self._free.release()

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a slot."""
        return self._waiting > 0

    def _take(self, check: Callable[[], None]) -> None:
        if not self._free.acquire(blocking=False):
            self._wait(check)
        self._here.holds = True

    def _wait(self, check: Callable[[], None]) -> None:
        with self._lock:
            self._waiting += 1
        try:
            while not self._free.acquire(timeout=PATIENCE_S):
                check()
        finally:
            with self._lock:
                self._waiting -= 1

    def _leave(self) -> None:
        self._here.holds = False
        self._free.release()
        with self._lock:
            self._inside -= 1


class Spare:
    """A second slot for one conversion: never waited for. Used by one thread.

    Args:
        slots: whose.
    """

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._held = False

    def holds(self) -> bool:
        """Whether it has a slot now: given back where somebody waits, else kept or taken."""
        if self._held and self._slots.wanted:
            self.give_back()
        elif not self._held:
            self._held = self._slots.take_spare()
        return self._held

    def give_back(self) -> None:
        """Where it holds one."""
        if self._held:
            self._held = False
            self._slots.give_back_spare()
