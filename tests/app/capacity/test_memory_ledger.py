import threading
from contextlib import ExitStack

import pytest

from app.base.errors import Busy
from app.capacity.memory_ledger import MemoryLedger

PATIENCE_S = 10


def test_what_fits_is_there_at_once_and_what_does_not_waits() -> None:
    budget, there = MemoryLedger(10, 1), threading.Event()

    def wait() -> None:
        with budget.hold(5):
            there.set()

    with ExitStack() as held:
        held.enter_context(budget.hold(6))
        held.enter_context(budget.hold(0))
        held.enter_context(budget.hold(4))
        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        assert not there.wait(0.2)
    assert there.wait(PATIENCE_S)
    thread.join(PATIENCE_S)
    with budget.hold(10):
        pass


def test_more_than_all_waits_for_all() -> None:
    budget = MemoryLedger(10, 0)
    with budget.hold(99), pytest.raises(Busy, match="waiting for memory"), budget.hold(1):
        pass
    with budget.hold(1), pytest.raises(Busy), budget.hold(99):
        pass


def test_who_is_no_longer_wanted_waits_no_longer() -> None:
    budget = MemoryLedger(10, 1)

    def check() -> None:
        raise LookupError

    with budget.hold(10):
        for _ in range(2):
            with pytest.raises(LookupError), budget.hold(1, check):
                pass
    with budget.hold(10):
        pass
