"""Cores: how much one process converts on one core and on all.

In process, file to file, as `platesetter convert` does it; a picture on each core at once.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.pressroom import Pressroom
from app.settings import Settings
from tests.benchmarks import files, inputs
from tests.benchmarks.result import Measured, Result

PICTURES = 6


def options(parser: argparse.ArgumentParser) -> None:
    """What this part can be told."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=5, help="of each, after a first")
    parser.add_argument("--kinds", nargs="+", default=list(inputs.KINDS), choices=inputs.KINDS)


def run(told: argparse.Namespace) -> Result:
    """Measure."""
    words, picture = inputs.poster(told.photographs)
    measured: list[Measured] = []
    remarks: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        convert = files.ours(Pressroom(Settings(data=Path(name))))
        for kind in told.kinds:
            source = inputs.written(picture, kind, Path(name))
            one, every = _measure(convert, kind, source, told.runs)
            measured += [one, every]
            remarks.append(f"{kind}: {every.way} {every.median / one.median:.2f} × one")
    return Result("cores", words, measured, remarks)


def _measure(convert: files.Way, kind: str, source: Path, runs: int) -> list[Measured]:
    cores = sorted(os.sched_getaffinity(0))
    taken: dict[int, list[float]] = {1: [], len(cores): []}
    for counted in range(runs + 1):
        for count, throughput in taken.items():
            _run_on(cores[:count])
            start = time.perf_counter()
            with ThreadPoolExecutor(count) as pool:
                list(pool.map(lambda n: _discarded(convert, source, n), range(PICTURES)))
            if counted:
                megapixels = PICTURES * inputs.POSTER_MPX
                throughput.append(megapixels / (time.perf_counter() - start))
    return [
        Measured(f"24 Mpx {kind}", f"{count} cores", "Mpx/s", throughput)
        for count, throughput in taken.items()
    ]


def _run_on(cores: list[int]) -> None:
    """This process, and every thread that it has already."""
    for thread in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def _discarded(convert: files.Way, source: Path, number: int) -> None:
    target = source.with_suffix(f".{number}.tif")
    convert(source, target)
    target.unlink()
