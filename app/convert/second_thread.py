"""Two threads on one picture, while a core has nothing else to do.

The second thread decodes ahead of the first, which converts. Where decoded strips pile up, the
second thread converts too, so that both are busy whatever the decoder costs. It works on a slot of
its own as long as no other conversion waits for one; without it, both threads share the picture's
slot and take turns.
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
"""Strips that the second thread may be ahead of the first."""

PILED_UP: Final = 2
"""Decoded strips that wait: from so many on the second thread converts what it decodes."""

Convert = Callable[[Bytes], memoryview]


class _End:
    """After the last strip."""


def with_second_thread(
    strips: Generator[Bytes], converts: tuple[Convert, Convert], spare: Spare
) -> Generator[memoryview]:
    """Yield converted strips, in order.

    Args:
        strips: decoded; only the second thread touches them, and closes them however this ends.
        converts: the first thread's way to convert a strip and the second's, each with buffers of
            its own.
        spare: the second thread's slot, while there is one.

    Raises:
        whatever decoding or converting raised, after the strips that came before.
    """
    convert, convert_there = converts
    second = _SecondThread(strips, convert_there, spare)
    second.turn.acquire()
    try:
        second.start()
        while not isinstance(item := second.next(), _End):
            yield item if isinstance(item, memoryview) else convert(item)
    finally:
        second.turn.release()
        second.stop()
        spare.give_back()


class _SecondThread:
    """The thread that decodes ahead.

    A thread that holds `turn` may work on the picture's own slot.
    """

    def __init__(self, strips: Generator[Bytes], convert: Convert, spare: Spare) -> None:
        self.turn = threading.Lock()
        self._strips = strips
        self._convert = convert
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
        """End the thread, wherever it is, and wait for its end."""
        self._over.set()
        self._window.release()
        if self._thread.ident:
            self._thread.join()

    def next(self) -> Bytes | memoryview | _End:
        """Return the next strip, decoded or converted; wait for it without the turn."""
        self.turn.release()
        try:
            item = self._items.get()
        finally:
            self.turn.acquire()
        self._window.release()
        if isinstance(item, BaseException):
            try:
                raise item
            finally:
                del item  # a frame with its own error keeps the picture until garbage is collected
        return item

    def _run(self) -> None:
        end: _End | BaseException = _End()
        try:
            with closing(self._strips):
                while self._has_room() and (item := self._made()) is not None:
                    self._items.put(item)
        except BaseException as caught:  # noqa: BLE001 - whatever it is, the first thread raises it
            end = caught
        finally:
            self._spare.give_back()
        self._items.put(end)
        del end  # as in `next`

    def _has_room(self) -> bool:
        """Return whether to go on; wait without the spare slot."""
        if not self._window.acquire(blocking=False):
            self._spare.give_back()
            self._window.acquire()
        return not self._over.is_set()

    def _made(self) -> Bytes | memoryview | None:
        with self._core():
            strip = next(self._strips, None)
            if strip is None or self._items.qsize() < PILED_UP:
                return strip
            return self._convert(strip)

    def _core(self) -> AbstractContextManager[object]:
        return nullcontext() if self._spare.holds() else self.turn
