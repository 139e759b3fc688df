"""Locks by key: threads that make the same thing wait for each other, all others do not."""

import threading
from collections.abc import Hashable
from weakref import WeakValueDictionary


class KeyedLocks:
    """A lock for each key, for as long as a thread refers to it. Safe for threads."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, threading.Lock] = WeakValueDictionary()
        self._lock = threading.Lock()

    def of(self, key: Hashable) -> threading.Lock:
        """Return the lock of a key; `with locks.of(key):` keeps it for as long as the block."""
        with self._lock:
            return self._locks.setdefault(key, threading.Lock())
