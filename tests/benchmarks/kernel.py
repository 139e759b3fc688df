"""One thread, one picture after another: the table against Pillow's two ways and libvips'.

Ours is `TileConverter` with the exact and with the trilinear table. ImageCms and
`icc_transform` are Little CMS as Pillow and libvips call it, with its own optimisation on;
`Color3DLUT` is Pillow's C code on the same 16³ nodes. This part compares the inks of each with
those of exact before it times any, and measures one after another in each run.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyvips
from PIL import Image, ImageFilter

from lut import Recipe, Table, TableStore, TileConverter
from lut.base.packing import Bytes
from lut.grid.grid import Grid
from lut.grid.interpolation import UNIT
from tests.benchmarks import accuracy, inputs, peers
from tests.benchmarks.result import OURS, Measured, Result

TRILINEAR: Final = "platesetter, trilinear"
Ways = dict[str, Callable[[], Any]]
"""By name: what converts a picture. NumPy can read the result; that conversion is not timed."""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=7, help="of each, after a first")


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    pyvips.vips_lib.vips_concurrency_set(1)
    words, pictures = inputs.photographs(arguments.photographs)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as cache:
        store = TableStore(Path(cache))
        for case, of in {"photographs": pictures, "uniform noise": [inputs.noise()]}.items():
            ways = [_ways(store, picture) for picture in of]
            errors = list(_compare(case, ways))
            megapixels = sum(picture[..., 0].size for picture in of) / 1e6
            measured += [*_measure(case, ways, megapixels, arguments.runs), *errors]
    return Result("kernel", f"{words}, one thread", measured)


def _measure(case: str, pictures: list[Ways], megapixels: float, runs: int) -> Iterator[Measured]:
    times: dict[str, list[float]] = {way: [] for way in pictures[0]}
    for counted in range(runs + 1):
        for way, taken in times.items():
            start = time.perf_counter()
            for picture in pictures:
                picture[way]()
            if counted:
                taken.append(time.perf_counter() - start)
    for way, taken in times.items():
        yield Measured(case, way, "Mpx/s", [megapixels / one for one in taken])


def _ways(store: TableStore, rgb: Bytes) -> Ways:
    exact = store.table(Recipe(precision="exact"))
    nodes = Grid.sample(exact.entries).nodes / (255 * UNIT)
    picture, pixels = Image.fromarray(rgb), inputs.rgbx(rgb)
    lookup = ImageFilter.Color3DLUT(16, nodes.ravel().tolist(), channels=4, target_mode="CMYK")

    def looked_up(table: Table) -> Callable[[], Bytes]:
        inks, converter = np.empty_like(pixels), TileConverter(table)

        def convert() -> Bytes:
            converter.convert(pixels, inks)
            return inks

        return convert

    return {
        OURS: looked_up(exact),
        TRILINEAR: looked_up(store.table(Recipe(precision="trilinear"))),
        "ImageCms": lambda: peers.transform().apply(picture),
        "icc_transform": lambda: _by_libvips(rgb),
        "Color3DLUT": lambda: picture.filter(lookup),
    }


def _by_libvips(rgb: Bytes) -> Bytes:
    inks = peers.separated_by_libvips(pyvips.Image.new_from_array(rgb))
    return np.frombuffer(inks.write_to_memory(), np.uint8).reshape(*rgb.shape[:2], 4)


def _compare(case: str, pictures: list[Ways]) -> Iterator[Measured]:
    def flat(way: str) -> Bytes:
        return np.concatenate([np.asarray(ways[way]()).reshape(-1) for ways in pictures])

    wanted = flat(OURS)
    for way in pictures[0]:
        apart = accuracy.apart(flat(way), wanted)
        yield Measured(f"{case}: mean error", way, "levels", [apart.mean])
        yield Measured(f"{case}: more than one off", way, "%", [100 * apart.beyond_one])
        yield Measured(f"{case}: largest error", way, "levels", [apart.most])
