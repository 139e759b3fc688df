"""Cores: how much one process converts on one core and on all.

In process, with as many slots as cores and one picture on each; this part drops the TIFF's bytes,
because two cores share one disk. Two controls show what the machine itself gains from its cores:
SHA-256, which shares nothing between threads, and a copy, which only moves memory.
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
from app.convert.engine import Engine
from app.convert.submission import Submission
from tests.benchmarks import inputs
from tests.benchmarks.result import Measured, Result

PICTURES = 48
"""Pictures of one run: the last may have a core for itself, which then changes 2 % at most."""
HASHED_MB = 64
COPIED_MB = 1024
"""Megabytes for each of `PICTURES`."""

Act = Callable[[int], None]
"""Work for a number of cores."""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=5, help="of each, after a first")
    parser.add_argument("--kinds", nargs="+", default=list(inputs.KINDS), choices=inputs.KINDS)


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    words, picture = inputs.poster(arguments.photographs)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as name:
        engines = {n: Engine(Settings(data=Path(name), slots=n)) for n in (1, len(_cores()))}
        for kind in arguments.kinds:
            act = partial(_converted, engines, inputs.written(picture, kind, Path(name)))
            rates = _rates(act, inputs.POSTER_MPX, arguments.runs)
            measured += _rows(f"24 Mpx {kind}", "Mpx/s", rates)
    rates = _rates(_digested, HASHED_MB, arguments.runs)
    measured += _rows("SHA-256, which shares nothing", "MB/s", rates)
    rates = _rates(_copied, COPIED_MB, arguments.runs)
    measured += _rows("a copy, which is nothing but memory", "MB/s", rates)
    return Result("cores", words, measured)


def _rates(act: Act, amount: float, runs: int) -> dict[int, list[float]]:
    """Return amounts a second, by the number of cores: one, and all."""
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


def _rows(case: str, unit: str, rates: dict[int, list[float]]) -> Iterator[Measured]:
    for count, runs in rates.items():
        yield Measured(case, f"{count} core{'s' * (count > 1)}", unit, runs)
    one, every = rates.values()
    gains = [all_ / single for single, all_ in zip(one, every, strict=True)]
    yield Measured(case, "gain", "×", gains)


def _converted(engines: dict[int, Engine], source: Path, cores: int) -> None:
    with (
        FileIO(source) as file,
        engines[cores].begin(Submission(file, Options(precision="exact"))) as conversion,
    ):
        made = sum(map(len, conversion.body))
        assert made == conversion.length


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
    """Bind this process, and every thread that it has already, to these cores."""
    for thread in Path("/proc/self/task").iterdir():
        with suppress(ProcessLookupError):  # the thread has ended since it was listed
            os.sched_setaffinity(int(thread.name), cores)
