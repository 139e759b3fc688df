"""Memory that decoders have freed goes back to the system once no conversion runs.

glibc keeps what threads have freed, a little of it in each of its arenas, of which it makes eight a
core: after some thousand odd files half as much memory again as before. Fewer arenas keep less, and
are no slower here, where little is allocated. On another C library both functions do nothing.
"""

import asyncio
import ctypes
from collections.abc import Callable
from typing import Any, Final

EVERY_S: Final = 2.0
"""Seconds between two looks at whether the service is idle."""

ARENAS: Final = 1
_M_ARENA_MAX: Final = -8
"""The parameter's number in glibc's `malloc.h`."""


def share_arenas() -> None:
    """Limit this process to one arena from now on; best before its first thread."""
    if limit := getattr(ctypes.CDLL(None), "mallopt", None):
        limit(_M_ARENA_MAX, ARENAS)


async def tidy(is_idle: Callable[[], bool], count: Callable[[], int]) -> None:
    """Give freed memory back, forever, whenever the service is idle and has worked since.

    Args:
        is_idle: whether no conversion runs.
        count: of the conversions so far.
    """
    trim = _trimmer()
    tidied = count()
    while trim:
        await asyncio.sleep(EVERY_S)
        if is_idle() and count() != tidied:
            tidied = count()
            await asyncio.to_thread(trim, 0)


def _trimmer() -> Any:
    """Return glibc's `malloc_trim` (3), or None."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
