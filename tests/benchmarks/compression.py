"""Compression: LZW and Deflate, ours with decoding and conversion, against libtiff's `tiffcp`.

`tiffcp` reads our own uncompressed TIFF and only compresses it, with the same predictor and the
same TIFF strips. tifffile reads both files back, and this part compares them.
"""

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Final

import numpy as np
import tifffile

from app.base.options import Compression, Options
from app.base.settings import Settings
from app.convert.engine import Engine
from app.convert.submission import Submission
from tests.benchmarks import inputs
from tests.benchmarks.result import OURS, Measured, Result

Act = Callable[[], object]
TIFFCP: Final = "tiffcp"
SCHEMES: Final[dict[Compression, str]] = {"lzw": "lzw:2", "deflate": "zip:2"}


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=5, help="of each, after a first")
    parser.add_argument("--kind", default="JPEG", choices=inputs.KINDS)


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    measured: list[Measured] = []
    words, picture = inputs.poster(arguments.photographs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = Engine(Settings(data=folder))
        source = inputs.written(picture, arguments.kind, folder)
        plain, found, wanted = (folder / f"{one}.tif" for one in ("plain", "ours", "theirs"))
        _convert(engine, source, plain, "none")
        for compression, scheme in SCHEMES.items():
            ours = partial(_convert, engine, source, found, compression)
            theirs = partial(_copy, plain, wanted, scheme)
            measured += _measure(f"24 Mpx, {compression}", ours, theirs, arguments.runs)
            np.testing.assert_array_equal(tifffile.imread(found), tifffile.imread(wanted))
            measured += [
                Measured(f"24 Mpx, {compression}: size", way, "MB", [file.stat().st_size / 1e6])
                for way, file in ((OURS, found), (TIFFCP, wanted))
            ]
    return Result("compression", f"{words}, {arguments.kind}", measured)


def _measure(case: str, ours: Act, theirs: Act, runs: int) -> list[Measured]:
    ways = {OURS: ours, TIFFCP: theirs}
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for counted in range(runs + 1):
        for way, act in ways.items():
            start = time.perf_counter()
            act()
            if counted:
                taken[way].append(time.perf_counter() - start)
    return [Measured(case, way, "s", times) for way, times in taken.items()]


def _convert(engine: Engine, source: Path, target: Path, compression: Compression) -> None:
    options = Options(precision="exact", compression=compression)
    with (
        FileIO(source) as file,
        engine.begin(Submission(file, options)) as conversion,
        target.open("wb") as tiff,
    ):
        tiff.writelines(conversion.body)


def _copy(source: Path, target: Path, scheme: str) -> None:
    subprocess.run((TIFFCP, "-c", scheme, source, target), check=True)
