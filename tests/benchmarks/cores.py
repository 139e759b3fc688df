"""Cores: how much one process converts on one core and on all.

In process, with as many slots as cores, a picture on each at once; the TIFF's bytes are made and
dropped, because a disk does not become two. And what the machine's cores give to work that shares
nothing, and to work that is nothing but memory: SHA-256, and a copy.
"""

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from io import FileIO
from pathlib import Path

import numpy as np

from app.base.options import Options
from app.base.settings import Settings
from app.convert.engine import Pressroom
from tests.benchmarks import inputs
from tests.benchmarks.result import Measured, Result

PICTURES = 48
"""So many that the last one, which may have a core for itself, weighs little."""
HASHED_MB = 64
COPIED_MB = 1024

Act = Callable[[int], None]
"""Given how many cores there are."""


def options(parser: argparse.ArgumentParser) -> None:
    """What this part can be told."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=5, help="of each, after a first")
    parser.add_argument("--kinds", nargs="+", default=list(inputs.KINDS), choices=inputs.KINDS)


def run(told: argparse.Namespace) -> Result:
    """Measure."""
    words, picture = inputs.poster(told.photographs)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as name:
        rooms = {n: Pressroom(Settings(data=Path(name), slots=n)) for n in (1, len(_cores()))}
        for kind in told.kinds:
            act = partial(_converted, rooms, inputs.written(picture, kind, Path(name)))
            rates = _rates(act, inputs.POSTER_MPX, told.runs)
            measured += _told(f"24 Mpx {kind}", "Mpx/s", rates)
    rates = _rates(_digested, HASHED_MB, told.runs)
    measured += _told("SHA-256, which shares nothing", "MB/s", rates)
    rates = _rates(_copied, COPIED_MB, told.runs)
    measured += _told("a copy, which is nothing but memory", "MB/s", rates)
    return Result("cores", words, measured)


def _rates(act: Act, amount: float, runs: int) -> dict[int, list[float]]:
    """Amounts a second, on one core and on all."""
    cores = _cores()
    taken: dict[int, list[float]] = {1: [], len(cores): []}
    for counted in range(runs + 1):
        for count, throughput in taken.items():
            _run_on(cores[:count])
            start = time.perf_counter()
            with ThreadPoolExecutor(count) as pool:
                list(pool.map(act, [count] * PICTURES))
            if counted:
                throughput.append(PICTURES * amount / (time.perf_counter() - start))
    return taken


def _told(case: str, unit: str, rates: dict[int, list[float]]) -> Iterator[Measured]:
    for count, runs in rates.items():
        yield Measured(case, f"{count} core{'s' * (count > 1)}", unit, runs)
    one, every = rates.values()
    gains = [all_ / single for single, all_ in zip(one, every, strict=True)]
    yield Measured(case, "gain", "×", gains)


def _converted(rooms: dict[int, Pressroom], source: Path, cores: int) -> None:
    with (
        FileIO(source) as file,
        rooms[cores].converting(file, Options(precision="exact")) as begun,
    ):
        made = sum(map(len, begun.output.chunks))
        assert made == begun.output.length


def _digested(_cores: int) -> None:
    megabyte = bytes(1_000_000)
    for _ in range(HASHED_MB):
        hashlib.sha256(megabyte).digest()


def _copied(_cores: int) -> None:
    source = np.zeros(COPIED_MB // 16 * 1_000_000, np.uint8)
    target = np.empty_like(source)
    for _ in range(16):
        np.copyto(target, source)


def _cores() -> list[int]:
    return sorted(os.sched_getaffinity(0))


def _run_on(cores: list[int]) -> None:
    """This process, and every thread that it has already."""
    for thread in Path("/proc/self/task").iterdir():
        with suppress(ProcessLookupError):  # it has ended since
            os.sched_setaffinity(int(thread.name), cores)
