"""Fairness: small pictures while an enormous one is converted, and while nothing else is.

One client asks for 1 Mpx after 1 Mpx, first alone, then while a 970 Mpx TIFF is being
converted for as long as it lasts, at least a hundred times.
"""

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from tests.benchmarks import inputs
from tests.benchmarks.client import fetch
from tests.benchmarks.memory import enormous
from tests.benchmarks.result import OURS, Measured, Result
from tests.server import Server, serving

AT_LEAST: Final = 100


def options(parser: argparse.ArgumentParser) -> None:
    """What this part can be told."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--side", type=int, default=31_200, help="of the enormous one, in pixels")
    parser.add_argument("--enormous", type=int, default=1, help="of them at once")


def run(told: argparse.Namespace) -> Result:
    """Measure."""
    words, poster = inputs.poster(told.photographs)
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
        small = inputs.written(poster[:1000, :1000], "JPEG", Path(name))
        large = Path(name) / "enormous.tif"
        enormous(told.side).tiffsave(str(large), bigtiff=True)
        _asked(server, small, AT_LEAST)
        idle = _asked(server, small, AT_LEAST)
        busy: list[float] = []
        with ThreadPoolExecutor(told.enormous) as pool:
            others = [pool.submit(fetch, server, large) for _ in range(told.enormous)]
            while not any(other.done() for other in others):
                busy += _asked(server, small, 1)
    if len(busy) < AT_LEAST:
        raise SystemExit(f"void: only {len(busy)} small ones while the enormous one ran")
    p95 = [float(np.percentile(times, 95)) * 1000 for times in (idle, busy)]
    beside = f"beside {told.enormous} of {told.side**2 / 1e6:.0f} Mpx"
    measured = [
        Measured("1 Mpx JPEG, alone", OURS, "ms", [one * 1000 for one in idle]),
        Measured(f"1 Mpx JPEG, {beside}", OURS, "ms", [one * 1000 for one in busy]),
    ]
    remark = f"p95 alone {p95[0]:.0f} ms, {beside} {p95[1]:.0f} ms: {p95[1] / p95[0]:.2f} ×"
    return Result("fairness", words, measured, [remark])


def _asked(server: Server, file: Path, times: int) -> list[float]:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        fetch(server, file)
        taken.append(time.perf_counter() - start)
    return taken
