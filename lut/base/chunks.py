"""Long arrays worked on a part at a time, by two threads: what is called releases the lock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def in_chunks(fill: Callable[[slice], None], size: int, chunk: int, threads: int = 2) -> None:
    """Call `fill` with each part of `size` items; parts have `chunk` of them, the last the rest."""
    with ThreadPoolExecutor(threads) as cores:
        list(cores.map(fill, (slice(start, start + chunk) for start in range(0, size, chunk))))
