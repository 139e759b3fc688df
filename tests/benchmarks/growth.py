"""Growth: one client's seconds against the picture's size, from a thumbnail to a poster.

JPEG over HTTP, exact, of our service and of those around libvips and Pillow.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Final

import numpy as np

from tests.benchmarks import inputs
from tests.benchmarks.client import fetch
from tests.benchmarks.http import FLOOR, SERVICES, measure, services
from tests.benchmarks.result import Measured, Result
from tests.server import Server

MEGAPIXELS: Final = (0.01, 0.1, 1, 10, 100)
COMPARED: Final = [name for name in SERVICES if name != FLOOR]


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=5, help="of each, after a first")
    parser.add_argument("--megapixels", type=float, nargs="+", default=MEGAPIXELS)


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    words, poster = inputs.poster(arguments.photographs)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as name, services(COMPARED, Path(name)) as running:
        _prepare(running, inputs.written(poster, "JPEG", Path(name)))
        for megapixels in arguments.megapixels:
            side = round((megapixels * 1e6) ** 0.5)
            times = -(-side // min(poster.shape[:2]))
            picture = np.tile(poster, (times, times, 1))[:side, :side]
            file = inputs.written(picture, "JPEG", Path(name))
            measured += measure(running, f"{megapixels:g} Mpx JPEG", file, 1, arguments.runs)
    return Result("growth", f"{words}, cut or repeated", measured)


def _prepare(running: dict[str, Server], file: Path) -> None:
    """Let every service make its table or transform."""
    for server in running.values():
        fetch(server, file)
