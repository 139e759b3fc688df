"""Where the time of one request goes."""

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import Literal, TypeVar

Stage = Literal["receive", "wait", "decode", "convert", "send"]
Item = TypeVar("Item")


class Timings:
    """Seconds by stage of one request. Safe for threads: two that work at once both count."""

    def __init__(self) -> None:
        self.seconds: dict[Stage, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def timed(self, stage: Stage) -> Iterator[None]:
        """Count the block as part of a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._add(stage, time.perf_counter() - start)

    def each(self, stage: Stage, items: Generator[Item]) -> Generator[Item]:
        """Yield the items, and count the wait for each as part of a stage."""
        with closing(items):
            while True:
                with self.timed(stage):
                    try:
                        item = next(items)
                    except StopIteration:
                        return
                yield item

    def _add(self, stage: Stage, seconds: float) -> None:
        with self._lock:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds
