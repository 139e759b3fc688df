"""Startup: from the command to a ready default condition, with a table cached and without."""

import argparse
import shutil
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

from tests.benchmarks.result import OURS, Measured, Result
from tests.server import Server, serving

POLL_S: Final = 0.005
PATIENCE_S: Final = 60


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--runs", type=int, default=7, help="of each, after a first")


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    warm: list[float] = []
    cold: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        for counted in range(arguments.runs + 1):
            shutil.rmtree(data / "tables", ignore_errors=True)
            taken = _ready_after(data), _ready_after(data)
            if counted:
                cold.append(taken[0])
                warm.append(taken[1])
    measured = [
        Measured("ready, table cached", OURS, "s", warm),
        Measured("ready, nothing cached (trilinear)", OURS, "s", cold),
    ]
    return Result("startup", "the default condition, until /readyz says so", measured)


def _ready_after(data: Path) -> float:
    start = time.perf_counter()
    with serving(data) as server:
        while not _is_ready(server):
            if time.perf_counter() - start > PATIENCE_S:
                raise SystemExit(f"not ready: {''.join(server.log)}")
            time.sleep(POLL_S)
        return time.perf_counter() - start


def _is_ready(server: Server) -> bool:
    try:
        with urllib.request.urlopen(f"{server.url}/readyz") as answer:  # noqa: S310 - loopback
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False
