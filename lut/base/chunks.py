"""`in_chunks`: work on a long array part by part, in threads, with calls that release the GIL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def in_chunks(fill: Callable[[slice], None], size: int, chunk: int, threads: int = 2) -> None:
    """Call `fill` with each part of `size` items: `chunk` of them, in the last part the rest."""
    with ThreadPoolExecutor(threads) as cores:
        list(cores.map(fill, (slice(start, start + chunk) for start in range(0, size, chunk))))
