"""Each picture decoded in a process of its own, or not: PLATESETTER_ISOLATION, on and off.

One request after another, to our service both times.
"""

import argparse
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from lut import Recipe, TableStore
from tests.benchmarks import inputs
from tests.benchmarks.client import fetch
from tests.benchmarks.result import OURS, Measured, Result
from tests.server import serving

WAYS: Final = {"off": OURS, "on": "isolated"}


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=15, help="of each, after a first")


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    words, picture = inputs.poster(arguments.photographs)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as name, ExitStack() as held:
        folder = Path(name)
        TableStore(folder / "tables").table(Recipe(precision="exact"))
        servers = {
            way: held.enter_context(serving(folder, isolation=setting))
            for setting, way in WAYS.items()
        }
        for case, part in (("1 Mpx", picture[:1000, :1000]), ("24 Mpx", picture)):
            for kind in inputs.KINDS:
                photo = inputs.written(part, kind, folder)
                taken: dict[str, list[float]] = {way: [] for way in servers}
                for counted in range(arguments.runs + 1):
                    for way, server in servers.items():
                        start = time.perf_counter()
                        fetch(server, photo)
                        if counted:
                            taken[way].append(time.perf_counter() - start)
                measured += [
                    Measured(f"{case} {kind}", way, "s", runs) for way, runs in taken.items()
                ]
    return Result("isolation", words, measured)
