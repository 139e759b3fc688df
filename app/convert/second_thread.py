"""Two threads on one picture, while a core has nothing else to do.

A helper decodes ahead of the thread that converts. Where decoded strips pile up it converts too,
so that both are busy whatever the decoder costs. It works on a slot of its own as long as nobody
waits for one; without it, both share the picture's slot and take turns.
"""

import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, nullcontext
from contextvars import copy_context
from queue import SimpleQueue
from typing import Final

from app.capacity.slots import Spare
from lut.base.packing import Bytes

AHEAD: Final = 4
"""Strips that the helper may be ahead."""

PILED_UP: Final = 2
"""Decoded strips that wait: from so many on the helper converts what it decodes."""

Strips = Generator[Bytes]
Finish = Callable[[Bytes], memoryview]


class _End:
    """After the last strip."""


def in_tandem(
    strips: Strips, finishers: tuple[Finish, Finish], spare: Spare
) -> Generator[memoryview]:
    """Finished strips, in order.

    Args:
        strips: only the helper touches them; closed by it, however this ends.
        finishers: this thread's and the helper's, each with buffers of its own.
        spare: the helper's slot, when there is one.

    Raises:
        whatever the strips or their finishing raised, after what came before.
    """
    mine, theirs = finishers
    helper = _Helper(strips, theirs, spare)
    helper.turn.acquire()
    try:
        helper.start()
        while not isinstance(item := helper.next(), _End):
            yield item if isinstance(item, memoryview) else mine(item)
    finally:
        helper.turn.release()
        helper.stop()
        spare.give_back()


class _Helper:
    """The thread that decodes ahead.

    `turn` is held by whoever may work on the picture's own slot.
    """

    def __init__(self, strips: Strips, finish: Finish, spare: Spare) -> None:
        self.turn = threading.Lock()
        self._strips = strips
        self._finish = finish
        self._spare = spare
        self._window = threading.Semaphore(AHEAD)
        self._over = threading.Event()
        self._items: SimpleQueue[Bytes | memoryview | _End | BaseException] = SimpleQueue()
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._run,), name="decoder", daemon=True
        )

    def start(self) -> None:
        """Begin to decode."""
        self._thread.start()

    def stop(self) -> None:
        """End it, wherever it is, and wait."""
        self._over.set()
        self._window.release()
        if self._thread.ident:
            self._thread.join()

    def next(self) -> Bytes | memoryview | _End:
        """The next strip, decoded or finished; waits without the turn."""
        self.turn.release()
        try:
            item = self._items.get()
        finally:
            self.turn.acquire()
        self._window.release()
        if isinstance(item, BaseException):
            raise item
        return item

    def _run(self) -> None:
        end: _End | BaseException = _End()
        try:
            with closing(self._strips):
                while self._has_room() and (item := self._made()) is not None:
                    self._items.put(item)
        except BaseException as caught:  # noqa: BLE001 - whatever it is, the other thread raises it
            end = caught
        finally:
            self._spare.give_back()
        self._items.put(end)

    def _has_room(self) -> bool:
        """Whether to go on; waits without the spare slot."""
        if not self._window.acquire(blocking=False):
            self._spare.give_back()
            self._window.acquire()
        return not self._over.is_set()

    def _made(self) -> Bytes | memoryview | None:
        with self._core():
            strip = next(self._strips, None)
            if strip is None or self._items.qsize() < PILED_UP:
                return strip
            return self._finish(strip)

    def _core(self) -> AbstractContextManager[object]:
        return nullcontext() if self._spare.holds() else self.turn
