"""Admission: so many conversions at once, so many waiting, and "busy" at once beyond that.

A slot covers work, never waiting: a conversion whose reader stalls gives its slot back, and
takes one again when there is room for its next chunk. There are two lanes, small and large, which
take turns; a large conversion makes way for a small one between its strips, so that a thumbnail
is never stuck behind posters, nor a poster behind thumbnails.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from app.base.errors import Busy

PATIENCE_S: Final = 0.1
"""How long a conversion waits for a slot before it looks whether anybody still wants it."""

QUANTUM_S: Final = 0.05
"""How long a large conversion works at least before it makes way."""

Check = Callable[[], None]


def never() -> None:
    """The check of what nobody can abandon."""


class Slots:
    """Safe for threads.

    Args:
        slots: conversions at once.
        queue: conversions that may wait for a slot.

    Attributes:
        begun: conversions that were let in, ever.
    """

    def __init__(self, slots: int, queue: int) -> None:
        self._capacity = slots + queue
        self._slots = slots
        self._free = slots
        self._lanes: dict[bool, deque[threading.Event]] = {True: deque(), False: deque()}
        self._small_next = True
        self._inside = 0
        self.begun = 0
        self._lock = threading.Lock()
        self._here = threading.local()

    @property
    def inside(self) -> int:
        """Conversions that work or wait for a slot."""
        return self._inside

    @property
    def busy(self) -> int:
        """Slots that are taken."""
        return self._slots - self._free

    @property
    def waiting(self) -> int:
        """Conversions that wait for a slot."""
        return sum(len(lane) for lane in self._lanes.values())

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a slot."""
        return any(self._lanes.values())

    def expect_room(self) -> None:
        """Before the upload is read.

        Raises:
            Busy: `work` would refuse.
        """
        if self._inside >= self._capacity:
            raise Busy(f"{self._inside} conversions are running or waiting: try again soon")

    @contextmanager
    def work(self, check: Check = never, *, small: bool = False) -> Iterator[None]:
        """A slot for one conversion, from the thread that works. Waits in the queue for it.

        Args:
            check: called while it waits; what it raises gives its place in the queue back.
            small: whether it is done in an instant, and takes the other lane.

        Raises:
            Busy: the queue is full.
        """
        with self._lock:
            self.expect_room()
            self._inside += 1
            self.begun += 1
        try:
            self._take(check, small=small)
        except BaseException:
            with self._lock:
                self._inside -= 1
            raise
        self._here.worked = 0.0
        try:
            yield
        finally:
            if self._here.holds:
                self._leave()

    @property
    def worked(self) -> float:
        """Within `work`: seconds that it has held its slot."""
        return float(self._here.worked + time.monotonic() - self._here.since)

    @contextmanager
    def rest(self) -> Iterator[None]:
        """Within `work`: without the slot for as long as the block waits. Never refused.

        A block that fails ends the work: it waits for no slot again. After `work` it is nothing.
        """
        if not getattr(self._here, "holds", False):
            yield
            return
        self._leave()
        yield
        with self._lock:
            self._inside += 1
        self._take(never, first=True)

    def make_way(self) -> None:
        """Within `work` of a large one, between strips: let a small one that waits go first."""
        if self._lanes[True] and time.monotonic() - self._here.since > QUANTUM_S:
            self._let_go()
            self._take(never, first=True)

    def spare(self) -> "Spare":
        """A second slot for a conversion, for as long as nobody else wants it."""
        return Spare(self)

    def take_free(self) -> bool:
        """A slot that is free and that nobody waits for, if there is one; see `release`."""
        with self._lock:
            taken = self._free > 0 and not self.wanted
            self._free -= taken
        return taken

    def release(self) -> None:
        """Hand a slot to whoever is next: the lanes take turns."""
        with self._lock:
            lane = self._lanes[self._small_next] or self._lanes[not self._small_next]
            if lane:
                self._small_next = lane is not self._lanes[True]
                lane.popleft().set()
            else:
                self._free += 1

    def _take(self, check: Check, *, small: bool = False, first: bool = False) -> None:
        if not self.take_free():
            self._wait(check, self._lanes[small], first)
        self._here.holds, self._here.since = True, time.monotonic()

    def _wait(self, check: Check, lane: deque[threading.Event], first: bool) -> None:
        mine = threading.Event()
        with self._lock:
            if self._free:  # since we looked
                self._free -= 1
                return
            (lane.appendleft if first else lane.append)(mine)
        try:
            while not mine.wait(PATIENCE_S):
                check()
        except BaseException:
            self._give_up(mine, lane)
            raise

    def _give_up(self, mine: threading.Event, lane: deque[threading.Event]) -> None:
        with self._lock:
            if mine in lane:
                lane.remove(mine)
                return
        self.release()  # it came just now

    def _let_go(self) -> None:
        self._here.worked = self.worked
        self._here.holds = False
        self.release()

    def _leave(self) -> None:
        self._let_go()
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
        if not self._held:
            self._held = self._slots.take_free()
        elif self._slots.wanted:
            self.give_back()
        return self._held

    def give_back(self) -> None:
        """Where it holds one."""
        if self._held:
            self._held = False
            self._slots.release()
