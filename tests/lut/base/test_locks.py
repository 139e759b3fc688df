"""Who makes the same thing waits; who makes another does not."""

import gc

from lut.base.locks import KeyedLocks


def test_the_same_key_has_the_same_lock_while_it_is_held() -> None:
    locks = KeyedLocks()
    with locks.of("a"):
        assert locks.of("a").locked()
        assert not locks.of("a").acquire(blocking=False)


def test_other_keys_have_other_locks() -> None:
    locks = KeyedLocks()
    with locks.of("a"):
        assert not locks.of("b").locked()
        with locks.of(("a", 1)):
            assert locks.of(("a", 1)).locked()


def test_a_lock_goes_with_its_last_thread() -> None:
    locks = KeyedLocks()
    with locks.of("a"):
        pass
    gc.collect()
    assert len(locks._locks) == 0
