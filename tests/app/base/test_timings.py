from collections.abc import Generator

import pytest

from app.base.timings import Timings


def test_a_stage_has_the_seconds_of_all_its_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 10.0, 10.5])
    monkeypatch.setattr("time.perf_counter", lambda: next(clock))
    stages = Timings()
    with stages.timed("decode"):
        pass
    with pytest.raises(ValueError, match="late"), stages.timed("decode"):
        raise ValueError("late")
    assert stages.seconds == {"decode": 1.5}


def test_items_are_passed_on_and_their_source_is_closed() -> None:
    closed = []

    def items() -> Generator[int]:
        try:
            yield from (1, 2, 3)
        finally:
            closed.append(True)

    stages = Timings()
    assert list(stages.each("decode", items())) == [1, 2, 3]
    some = stages.each("decode", items())
    assert next(some) == 1
    some.close()
    assert closed == [True, True]
    assert set(stages.seconds) == {"decode"}
