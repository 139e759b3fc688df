"""How a thread waits for its client, and learns that nobody wants its work any more."""

from collections.abc import Callable
from contextlib import AbstractContextManager

Check = Callable[[], None]
"""Called between strips and while a thread waits. What it raises ends the work."""

Rest = Callable[[], AbstractContextManager[None]]
"""Entered while a thread waits for its client: gives up its slot meanwhile."""


class Abandoned(Exception):
    """A client that has left. Raised by a check; the working thread lets it pass."""


def never() -> None:
    """Return always: the check of work that no client can abandon."""
