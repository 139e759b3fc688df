"""Fairness: small pictures while an enormous one is converted, and while nothing else is.

One client sends 1 Mpx after 1 Mpx, at least a hundred times: first alone, then for as long as the
server converts a TIFF of 970 Mpx for another client.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from tests.benchmarks import inputs
from tests.benchmarks.client import fetch
from tests.benchmarks.memory import enormous
from tests.benchmarks.result import Measured, Result
from tests.server import Server, serving

AT_LEAST: Final = 100
P95: Final = "95th percentile"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--side", type=int, default=31_200, help="of the enormous one, in pixels")
    parser.add_argument("--enormous", type=int, default=1, help="of them at once")


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    words, poster = inputs.poster(arguments.photographs)
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
        small = inputs.written(poster[:1000, :1000], "JPEG", Path(name))
        large = Path(name) / "enormous.tif"
        enormous(arguments.side).tiffsave(str(large), bigtiff=True)
        _asked(server, small, AT_LEAST)
        idle = _asked(server, small, AT_LEAST)
        busy: list[float] = []
        with ThreadPoolExecutor(arguments.enormous) as pool:
            others = [pool.submit(fetch, server, large) for _ in range(arguments.enormous)]
            while not any(other.done() for other in others):
                busy += _asked(server, small, 1)
    if len(busy) < AT_LEAST:
        raise SystemExit(f"void: only {len(busy)} small ones while the enormous one ran")
    beside = f"beside {arguments.enormous} of {arguments.side**2 / 1e6:.0f} Mpx"
    measured = [*_rows("alone", idle), *_rows(beside, busy)]
    p95 = [one.median for one in measured if one.way == P95]
    return Result("fairness", words, measured, [f"p95 {beside}: {p95[1] / p95[0]:.2f} × alone"])


def _rows(when: str, seconds: list[float]) -> Iterator[Measured]:
    runs = [one * 1000 for one in seconds]
    yield Measured(f"1 Mpx JPEG, {when}", "median", "ms", runs)
    yield Measured(f"1 Mpx JPEG, {when}", P95, "ms", [float(np.percentile(runs, 95))])


def _asked(server: Server, file: Path, times: int) -> list[float]:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        fetch(server, file)
        taken.append(time.perf_counter() - start)
    return taken
