"""How long work learns that nobody wants it any more: it calls a check now and then."""

from collections.abc import Callable

Check = Callable[[], None]
"""Called between strips and while a thread waits. What it raises ends the work."""


class Abandoned(Exception):
    """A client that has left. Raised by a check; the working thread lets it pass."""


def never() -> None:
    """Return always: the check of work that no client can abandon."""
