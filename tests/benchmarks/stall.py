"""A client that stalls and then reads slowly: the same bytes, and flat memory meanwhile.

24 Mpx, 96 MB out; ten seconds without reading, then 5 MiB/s; on each event loop and parser.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from tests.benchmarks import inputs
from tests.benchmarks.client import post, watched
from tests.benchmarks.result import Measured, Result
from tests.server import serving

MIB = 1 << 20
RATE = 5 * MIB
FILLED_S = 0.5
"""Seconds after which the buffers between are full, and nothing moves until the client reads."""

STACKS = [(loop, http) for loop in ("uvloop", "asyncio") for http in ("httptools", "h11")]


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--stall", type=float, default=10, help="seconds without reading")


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photo = folder / "photo.jpg"
        wide = np.tile(inputs.photographic(0), (2, 3, 1))[:4000, :6000]
        Image.fromarray(wide).save(photo, quality=90)
        for loop, http in STACKS:
            with serving(folder, "--loop", loop, "--http", http) as server:
                fast = post(server, photo)
                with watched(server) as readings:
                    slow = post(server, photo, stall_s=arguments.stall, rate=RATE)
            if (slow.digest, slow.received) != (fast.digest, fast.announced):
                raise SystemExit(f"{loop} {http}: the slow client received other bytes")
            began, ended = slow.stall
            during = [size / MIB for at, size in readings if began + FILLED_S < at < ended]
            peak = max(size for _, size in readings) / MIB
            case = f"{loop}, {http}"
            measured += [
                Measured(case, "while stalled", "MiB", [min(during), max(during)]),
                Measured(case, "at most", "MiB", [peak]),
                Measured(case, "a slow client", "s", [slow.total_s]),
                Measured(case, "a fast client", "s", [fast.total_s]),
            ]
    return Result("stall", f"24 Mpx JPEG, {arguments.stall:g} s without reading", measured)
