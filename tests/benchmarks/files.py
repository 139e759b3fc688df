"""File to file: ours in process, pyvips, Pillow, and the programs ImageMagick and tificc.

Seconds by the clock, and of all cores together with the programs' child processes. Ours is what
`platesetter convert --precision exact` does once it has its table; each way writes an uncompressed
TIFF. This part compares each TIFF with ours before it times any.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Final

import pyvips

from app.base.options import Options
from app.base.settings import Settings
from app.convert.engine import Engine
from app.convert.submission import Submission
from app.decode import libvips
from tests.benchmarks import accuracy, inputs, peers
from tests.benchmarks.result import OURS, Measured, Result

Way = Callable[[Path, Path], None]
PROGRAMS: Final = {"ImageMagick": "convert", "tificc": "tificc"}


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=9, help="of each, after a first")
    parser.add_argument("--kinds", nargs="+", default=list(inputs.KINDS), choices=inputs.KINDS)


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    remarks: list[str] = []
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as name:
        words, picture = inputs.poster(arguments.photographs)
        engine = Engine(Settings(data=Path(name)))
        for kind in arguments.kinds:
            source = inputs.written(picture, kind, Path(name))
            ways = ways_for(engine, kind)
            remarks += _compare(ways, source)
            measured += _measure(ways, kind, source, arguments.runs)
    return Result("files", words, measured, remarks)


def ours(engine: Engine) -> Way:
    """Return our way, as the command line does it."""

    def convert(source: Path, target: Path) -> None:
        with (
            FileIO(source) as file,
            engine.begin(Submission(file, Options(precision="exact"))) as conversion,
            target.open("wb") as tiff,
        ):
            tiff.writelines(conversion.body)

    return convert


def as_shipped(way: Way) -> Way:
    """Return a way that runs with libvips' own settings: all cores, and its own line buffers."""

    def convert(source: Path, target: Path) -> None:
        libvips.set_options(libvips.SHIPPED)
        pyvips.vips_lib.vips_concurrency_set(0)
        try:
            way(source, target)
        finally:
            libvips.set_up()

    return convert


def ways_for(engine: Engine, kind: str) -> dict[str, Way]:
    """Return the ways that can read this kind and are installed, by name."""
    ways = {
        OURS: ours(engine),
        "libvips": as_shipped(peers.by_libvips),
        "ImageCms": peers.by_imagecms,
    }
    if shutil.which(PROGRAMS["ImageMagick"]):
        ways["ImageMagick"] = peers.by_imagemagick
    if kind == "TIFF" and shutil.which(PROGRAMS["tificc"]):
        ways["tificc"] = peers.by_tificc
    return ways


def _compare(ways: dict[str, Way], source: Path) -> Iterator[str]:
    wanted, found = source.with_suffix(".wanted.tif"), source.with_suffix(".found.tif")
    ways[OURS](source, wanted)
    for way, convert in ways.items():
        if way != OURS:
            convert(source, found)
            yield f"{source.suffix[1:]}: {accuracy.compared(way, found, wanted)}"


def _measure(ways: dict[str, Way], kind: str, source: Path, runs: int) -> Iterator[Measured]:
    clock: dict[str, list[float]] = {way: [] for way in ways}
    cores: dict[str, list[float]] = {way: [] for way in ways}
    for counted in range(runs + 1):
        for way, convert in ways.items():
            elapsed, worked = timed(convert, source)
            if counted:
                clock[way].append(elapsed)
                cores[way].append(worked)
    yield from (Measured(f"24 Mpx {kind}, clock", way, "s", clock[way]) for way in ways)
    yield from (Measured(f"24 Mpx {kind}, all cores", way, "CPU s", cores[way]) for way in ways)


def timed(convert: Way, source: Path) -> tuple[float, float]:
    """Return the seconds by the clock, and of all cores."""
    target = source.with_suffix(".target.tif")
    before, start = _worked(), time.perf_counter()
    convert(source, target)
    elapsed, worked = time.perf_counter() - start, _worked() - before
    target.unlink()
    return elapsed, worked


def _worked() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
