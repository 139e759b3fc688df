import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from app.base.errors import Busy
from app.capacity.slots import QUANTUM_S, Slots

PATIENCE_S = 10


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def ended(thread: threading.Thread) -> bool:
    thread.join(PATIENCE_S)
    return not thread.is_alive()


class Worker:
    """A conversion in a thread of its own, which works until it is let go."""

    def __init__(self, slots: Slots) -> None:
        self.working, self.go = threading.Event(), threading.Event()
        self._slots = slots
        self._thread = started(self._run)

    def _run(self) -> None:
        with self._slots.work():
            self.working.set()
            self.go.wait(PATIENCE_S)

    def ended(self) -> bool:
        self.go.set()
        return ended(self._thread)


def waiting(slots: Slots, inside: int) -> bool:
    """Whether so many are inside soon."""
    tick = threading.Event()
    for _ in range(PATIENCE_S * 1000):
        if slots.inside == inside:
            return True
        tick.wait(0.001)
    return False


@pytest.mark.parametrize(("places", "queue"), [(1, 0), (3, 0), (1, 2), (2, 3)])
def test_so_many_work_so_many_wait_and_the_next_is_refused_at_once(places: int, queue: int) -> None:
    slots = Slots(places, queue)
    workers = [Worker(slots) for _ in range(places)]
    assert all(worker.working.wait(PATIENCE_S) for worker in workers)
    queued = [Worker(slots) for _ in range(queue)]
    assert waiting(slots, places + queue)
    assert not any(worker.working.is_set() for worker in queued)
    with pytest.raises(Busy, match=f"^{places + queue} conversions are running or waiting"):
        slots.expect_room()
    with pytest.raises(Busy), slots.work():
        pytest.fail("it was admitted")
    assert all(worker.ended() for worker in [*workers, *queued])
    assert all(worker.working.is_set() for worker in queued)
    assert slots.inside == 0


def test_who_is_no_longer_wanted_gives_its_place_in_the_queue_back() -> None:
    slots = Slots(1, 1)
    worker = Worker(slots)
    assert worker.working.wait(PATIENCE_S)

    def check() -> None:
        raise LookupError

    with pytest.raises(LookupError), slots.work(check):
        pass
    assert slots.inside == 1
    assert worker.ended()
    assert slots.inside == 0


def test_while_there_is_room_nothing_is_refused() -> None:
    slots = Slots(1, 1)
    slots.expect_room()
    with slots.work():
        slots.expect_room()
        assert slots.inside == 1
    assert slots.inside == 0


def test_an_error_gives_the_slot_back() -> None:
    slots = Slots(1, 0)
    for _ in range(3):
        with pytest.raises(LookupError), slots.work():
            raise LookupError
    assert slots.inside == 0
    with slots.work():
        assert slots.inside == 1


def test_who_rests_leaves_the_slot_to_another() -> None:
    slots = Slots(1, 0)
    with slots.work() as lease:
        with lease.rest():
            assert slots.inside == 0
            other = Worker(slots)
            assert other.working.wait(PATIENCE_S)
            assert other.ended()
        assert slots.inside == 1
        with pytest.raises(Busy):
            slots.expect_room()


def test_who_has_rested_waits_for_a_slot_but_is_never_refused() -> None:
    slots = Slots(1, 0)
    resting, rested, resume = (threading.Event() for _ in range(3))

    def rester() -> None:
        with slots.work() as lease:
            with lease.rest():
                resting.set()
                resume.wait(PATIENCE_S)
            rested.set()

    thread = started(rester)
    assert resting.wait(PATIENCE_S)
    other = Worker(slots)
    assert other.working.wait(PATIENCE_S)
    resume.set()
    assert waiting(slots, 2)
    assert not rested.is_set()
    assert other.ended()
    assert rested.wait(PATIENCE_S)
    assert ended(thread)
    assert slots.inside == 0


def test_an_error_while_resting_keeps_the_count() -> None:
    slots = Slots(1, 0)
    with pytest.raises(LookupError), slots.work() as lease, lease.rest():
        raise LookupError
    assert slots.inside == 0
    with slots.work():
        pass


def test_many_threads_lose_no_count_and_never_work_more_than_there_are_slots() -> None:
    slots, lock = Slots(3, 100), threading.Lock()
    working, most = 0, 0

    def add(change: int) -> None:
        nonlocal working, most
        with lock:
            working += change
            most = max(most, working)

    def one(_: int) -> None:
        with slots.work() as lease:
            add(1)
            add(-1)
            with lease.rest():
                pass
            add(1)
            add(-1)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(one, range(3000)))
    assert 1 <= most <= 3
    assert slots.inside == 0
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(slots.work())
        assert slots.inside == 3


def lane(slots: Slots, order: list[str], name: str, *, small: bool) -> threading.Thread:
    """Somebody who waits in a lane, and writes down when it was its turn."""

    def run() -> None:
        with slots.work(small=small):
            order.append(name)

    inside = slots.inside
    thread = started(run)
    assert waiting(slots, inside + 1)
    assert soon_waiting(slots)
    return thread


def soon_waiting(slots: Slots) -> bool:
    tick = threading.Event()
    return any(slots.waiting or tick.wait(0.001) for _ in range(PATIENCE_S * 1000))


def test_the_lanes_take_turns_and_each_keeps_its_order() -> None:
    slots, order = Slots(1, 9), list[str]()
    worker = Worker(slots)
    assert worker.working.wait(PATIENCE_S)
    threads = [lane(slots, order, name, small=name[0] == "s") for name in ("l1", "l2", "s1", "s2")]
    assert worker.ended()
    assert all(ended(thread) for thread in threads)
    assert order == ["s1", "l1", "s2", "l2"]


def test_a_large_one_makes_way_for_a_small_one_only() -> None:
    clock = Clock()
    slots, order = Slots(1, 9, clock), list[str]()
    with slots.work() as lease:
        large = lane(slots, order, "large", small=False)
        clock.now += 2 * QUANTUM_S
        lease.make_way()
        assert order == []
        small = lane(slots, order, "small", small=True)
        lease.make_way()
        assert order == ["small"]
        assert ended(small)
    assert ended(large)
    assert order == ["small", "large"]


def test_who_has_just_begun_makes_no_way() -> None:
    clock = Clock()
    slots, order = Slots(1, 9, clock), list[str]()
    with slots.work() as lease:
        clock.now += QUANTUM_S
        small = lane(slots, order, "small", small=True)
        lease.make_way()
        assert order == []
    assert ended(small)


def test_a_spare_slot_is_given_back_once_somebody_waits() -> None:
    slots = Slots(2, 9)
    spare = slots.spare()
    with slots.work():
        assert spare.holds()
        assert not slots.spare().holds()
        other = Worker(slots)
        assert soon_waiting(slots)
        assert not spare.holds()
        assert other.working.wait(PATIENCE_S)
        assert not spare.holds()
        assert other.ended()
        assert spare.holds()
    spare.give_back()
    spare.give_back()
    assert slots.take_free()
    assert slots.take_free()
    assert not slots.take_free()


def test_only_seconds_with_the_slot_count_as_worked() -> None:
    clock = Clock()
    with Slots(1, 0, clock).work() as lease:
        clock.now += 3
        assert lease.worked == 3
        with lease.rest():
            clock.now += 100
            assert lease.worked == 3
        clock.now += 2
        assert lease.worked == 5
    clock.now += 100
    assert lease.worked == 5


def test_a_lease_goes_from_thread_to_thread() -> None:
    slots = Slots(1, 0)
    with slots.work() as lease:

        def rest() -> None:
            with lease.rest():
                assert (slots.inside, slots.busy) == (0, 0)

        assert ended(started(rest))
        assert (slots.inside, slots.busy) == (1, 1)


def test_after_the_end_a_lease_takes_no_slot_again() -> None:
    slots = Slots(1, 0)
    with slots.work() as lease:
        pass
    with lease.rest():
        assert slots.inside == 0
    lease.resume()
    lease.make_way()
    lease.end()
    assert (slots.inside, slots.busy) == (0, 0)


def test_a_lease_that_was_let_go_is_resumed_once() -> None:
    slots = Slots(1, 0)
    with slots.work() as lease:
        lease.let_go()
        lease.let_go()
        assert (slots.inside, slots.busy) == (0, 0)
        lease.resume()
        lease.resume()
        assert (slots.inside, slots.busy) == (1, 1)
    assert (slots.inside, slots.busy) == (0, 0)
