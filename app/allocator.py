"""Memory that decoders have freed goes back to the system, once nothing is converted.

glibc keeps what threads have freed, a little of it in each of its arenas: after some thousand odd
files half as much again as before. On another C library nothing is done.
"""

import asyncio
import ctypes
from collections.abc import Callable
from typing import Any, Final

EVERY_S: Final = 2.0


async def tidy(is_idle: Callable[[], bool], count: Callable[[], int]) -> None:
    """For ever: when nothing is converted, and something was since the last time.

    Args:
        is_idle: whether nothing is converted.
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
    """`malloc_trim` (3), or None."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
