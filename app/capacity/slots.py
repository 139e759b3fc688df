"""Admission: so many conversions at once, so many waiting, and `Busy` at once beyond that.

A slot covers work, never waiting: a conversion whose client does not read gives its slot back, and
takes one again when the client has taken a chunk. There are two lanes, small and large, which take
turns; a large conversion makes way for a small one between its strips, so that a thumbnail never
waits behind posters, nor a poster behind thumbnails.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from app.base.cancellation import Check, never
from app.base.errors import Busy

PATIENCE_S: Final = 0.1
"""Seconds that a thread waits before it calls its check again."""

QUANTUM_S: Final = 0.05
"""Seconds that a large conversion works at least before it makes way."""

Clock = Callable[[], float]
Lane = deque[threading.Event]


class Slots:
    """Slots and the queue for them. Safe for threads.

    Args:
        slots: conversions at once.
        queue: conversions that may wait for a slot.
        clock: seconds, never falling.

    Attributes:
        begun: conversions that were let in since the start.
        inside: conversions that work or wait for a slot.
    """

    def __init__(self, slots: int, queue: int, clock: Clock = time.monotonic) -> None:
        self.begun = 0
        self.inside = 0
        self.clock = clock
        self._capacity = slots + queue
        self._slots = slots
        self._free = slots
        self._small: Lane = deque()
        self._large: Lane = deque()
        self._small_next = True
        self._lock = threading.Lock()

    @property
    def busy(self) -> int:
        """Return how many slots are taken."""
        return self._slots - self._free

    @property
    def waiting(self) -> int:
        """Return how many conversions wait for a slot."""
        return len(self._small) + len(self._large)

    @property
    def small_wanted(self) -> bool:
        """Return whether a small conversion waits for a slot."""
        return bool(self._small)

    def expect_room(self) -> None:
        """Refuse early, before the service reads an upload.

        Raises:
            Busy: `work` would refuse.
        """
        if self.inside >= self._capacity:
            raise Busy(f"{self.inside} conversions are running or waiting: try again soon")

    @contextmanager
    def work(self, check: Check = never, *, small: bool = False) -> Iterator["Lease"]:
        """Hold a slot for one conversion; wait in the queue for it.

        Args:
            check: called while the thread waits; what it raises gives up the place in the queue.
            small: whether the conversion is done in an instant, and takes the other lane.

        Raises:
            Busy: the queue is full.
        """
        with self._lock:
            self.expect_room()
            self.inside += 1
            self.begun += 1
        lease = Lease(self)
        try:
            lease.take(check, self._small if small else self._large)
            yield lease
        finally:
            lease.end()

    def spare(self) -> "Spare":
        """Return a second slot for a conversion, for as long as nobody else wants it."""
        return Spare(self)

    def take_free(self) -> bool:
        """Take a free slot that no conversion waits for; return whether there was one."""
        with self._lock:
            taken = self._free > 0 and not self.waiting
            self._free -= taken
        return taken

    def take(self, check: Check = never, lane: Lane | None = None) -> None:
        """Wait for a slot.

        Args:
            check: called while the thread waits; what it raises ends the wait.
            lane: where to wait at the end; None waits at the head of the large lane.
        """
        if self.take_free():
            return
        mine = threading.Event()
        with self._lock:
            if self._free:  # it became free since `take_free` looked
                self._free -= 1
                return
            if lane is None:
                self._large.appendleft(mine)
            else:
                lane.append(mine)
        try:
            while not mine.wait(PATIENCE_S):
                check()
        except BaseException:
            self._give_up(mine)
            raise

    def release(self) -> None:
        """Hand a slot to the conversion that is next: the lanes take turns."""
        with self._lock:
            first, second = self._small, self._large
            if not self._small_next:
                first, second = second, first
            if lane := first or second:
                self._small_next = lane is self._large
                lane.popleft().set()
            else:
                self._free += 1

    def count(self, change: int) -> None:
        """Add to the conversions that are inside."""
        with self._lock:
            self.inside += change

    def _give_up(self, mine: threading.Event) -> None:
        with self._lock:
            for lane in (self._small, self._large):
                if mine in lane:
                    lane.remove(mine)
                    return
        self.release()  # another thread has just handed the slot over


class Lease:
    """The right of one conversion to compute. Passed from thread to thread, used by one at a time.

    Args:
        slots: where it comes from; the conversion counts as inside.
    """

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._since: float | None = None
        self._worked = 0.0
        self._is_inside = True
        self._has_ended = False

    @property
    def worked(self) -> float:
        """Return the seconds for which it has held a slot, all together."""
        since = self._since
        return self._worked + (0.0 if since is None else self._slots.clock() - since)

    def take(self, check: Check = never, lane: Lane | None = None) -> None:
        """Wait for a slot; see `Slots.take`."""
        self._slots.take(check, lane)
        self._since = self._slots.clock()

    @contextmanager
    def rest(self) -> Iterator[None]:
        """Give the slot up for as long as the block waits, and wait for one again. Never refused.

        A block that fails ends the work: then it takes no slot again. After the end it does
        nothing.
        """
        self.let_go()
        yield
        self.resume()

    def let_go(self) -> None:
        """Give the slot up, without leaving the conversion's place: see `resume`."""
        if self._since is not None:
            self._release()
        if self._is_inside:
            self._is_inside = False
            self._slots.count(-1)

    def resume(self) -> None:
        """Wait for a slot before all who wait in its lane, unless it holds one or has ended."""
        if self._has_ended or self._since is not None:
            return
        self._is_inside = True
        self._slots.count(1)
        self.take()

    def make_way(self) -> None:
        """Let a small conversion that waits go first. Called between the strips of a large one."""
        since = self._since
        if since is None or not self._slots.small_wanted:
            return
        if self._slots.clock() - since > QUANTUM_S:
            self._release()
            self.take()

    def end(self) -> None:
        """Give up the slot and the place, for good."""
        self._has_ended = True
        self.let_go()

    def _release(self) -> None:
        self._worked, self._since = self.worked, None
        self._slots.release()


class Spare:
    """A second slot for one conversion: never waited for. Used by one thread.

    Args:
        slots: where it comes from.
    """

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._is_held = False

    def holds(self) -> bool:
        """Return whether it has a slot now: given back where somebody waits, else kept or taken."""
        if not self._is_held:
            self._is_held = self._slots.take_free()
        elif self._slots.waiting:
            self.give_back()
        return self._is_held

    def give_back(self) -> None:
        """Give the slot back, where it has one."""
        if self._is_held:
            self._is_held = False
            self._slots.release()
