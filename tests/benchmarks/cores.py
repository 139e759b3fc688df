"""Cores: how much one process converts on one core and on all.

In process, file to file, as `platesetter convert` does it; a picture on each core at once. And
what the machine's cores give to work that shares neither memory nor disk.
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
from pathlib import Path

from app.pressroom import Pressroom
from app.settings import Settings
from tests.benchmarks import files, inputs
from tests.benchmarks.result import Measured, Result

PICTURES = 6
HASHED_MB = 256

Act = Callable[[int], None]


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
        convert = files.ours(Pressroom(Settings(data=Path(name))))
        for kind in told.kinds:
            source = inputs.written(picture, kind, Path(name))
            act = partial(_discarded, convert, source)
            rates = _rates(act, inputs.POSTER_MPX, told.runs)
            measured += _told(f"24 Mpx {kind}", "Mpx/s", rates)
    rates = _rates(_digested, HASHED_MB, told.runs)
    measured += _told("SHA-256, which shares nothing", "MB/s", rates)
    return Result("cores", words, measured)


def _rates(act: Act, amount: float, runs: int) -> dict[int, list[float]]:
    """Amounts a second, on one core and on all."""
    cores = sorted(os.sched_getaffinity(0))
    taken: dict[int, list[float]] = {1: [], len(cores): []}
    for counted in range(runs + 1):
        for count, throughput in taken.items():
            _run_on(cores[:count])
            start = time.perf_counter()
            with ThreadPoolExecutor(count) as pool:
                list(pool.map(act, range(PICTURES)))
            if counted:
                throughput.append(PICTURES * amount / (time.perf_counter() - start))
    return taken


def _told(case: str, unit: str, rates: dict[int, list[float]]) -> Iterator[Measured]:
    for count, runs in rates.items():
        yield Measured(case, f"{count} core{'s' * (count > 1)}", unit, runs)
    one, every = rates.values()
    gains = [all_ / single for single, all_ in zip(one, every, strict=True)]
    yield Measured(case, "gain", "×", gains)


def _digested(_: int) -> None:
    """What two cores of this machine are to work without memory."""
    megabyte = bytes(1_000_000)
    for _ in range(HASHED_MB):
        hashlib.sha256(megabyte).digest()


def _run_on(cores: list[int]) -> None:
    """This process, and every thread that it has already."""
    for thread in Path("/proc/self/task").iterdir():
        with suppress(ProcessLookupError):  # it has ended since
            os.sched_setaffinity(int(thread.name), cores)


def _discarded(convert: files.Way, source: Path, number: int) -> None:
    target = source.with_suffix(f".{number}.tif")
    convert(source, target)
    target.unlink()
