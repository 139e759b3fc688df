"""One thread, one picture after another: the table against Pillow's two ways and libvips'.

Ours is `TileConverter` with the exact and with the trilinear table. ImageCms and
`icc_transform` are Little CMS as Pillow and libvips call it, with its own optimisation on;
`Color3DLUT` is Pillow's C code on the same 16³ nodes. What each gives is compared with exact
before any is timed; they take turns, and medians are printed.
"""

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyvips
from PIL import Image, ImageCms, ImageFilter

from lut import Condition, Recipe, Table, TableStore, TileConverter
from lut.grid import Grid
from lut.interpolation import UNIT
from lut.packing import Bytes
from lut.sources import FOLDER, named
from tests.benchmarks import inputs, machine

OURS: Final = "ours, exact"
Ways = dict[str, Callable[[], Any]]
"""What each returns can be made an array; making it one is not timed."""


def options(parser: argparse.ArgumentParser) -> None:
    """What this part can be told."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=7, help="of each, after a first")


def run(told: argparse.Namespace) -> None:
    """Measure and print."""
    print(machine.told())
    pyvips.vips_lib.vips_concurrency_set(1)
    with tempfile.TemporaryDirectory() as cache:
        store = TableStore(Path(cache))
        name, pictures = inputs.photographs(told.photographs)
        _report(name, store, pictures, told.runs)
        _report("uniform noise", store, [inputs.noise()], told.runs)


def _report(name: str, store: TableStore, pictures: list[Bytes], runs: int) -> None:
    megapixels = sum(picture[..., 0].size for picture in pictures) / 1e6
    print(f"\n{name}, {megapixels:.1f} Mpx, median of {runs} (lowest – highest):")
    ways = [_ways(store, picture) for picture in pictures]
    _compare(ways)
    times: dict[str, list[float]] = {way: [] for way in ways[0]}
    for counted in range(runs + 1):
        for way, taken in times.items():
            start = time.perf_counter()
            for picture in ways:
                picture[way]()
            if counted:
                taken.append(time.perf_counter() - start)
    ours = statistics.median(times[OURS])
    for way, taken in times.items():
        median = statistics.median(taken)
        spread = f"({megapixels / max(taken):.0f} – {megapixels / min(taken):.0f})"
        print(
            f"  {way:15} {megapixels / median:6.0f} Mpx/s {spread:14} {median / ours:5.1f} × ours"
        )


def _ways(store: TableStore, rgb: Bytes) -> Ways:
    condition = store.conditions["iso-coated-v2-300"]
    exact = store.table(Recipe(precision="exact"))
    nodes = Grid.sample(exact.entries).nodes / (255 * UNIT)
    picture, pixels = Image.fromarray(rgb), inputs.rgbx(rgb)
    lookup = ImageFilter.Color3DLUT(16, nodes.ravel().tolist(), channels=4, target_mode="CMYK")
    transform = ImageCms.buildTransform(
        named("srgb").opened(),
        ImageCms.ImageCmsProfile(io.BytesIO(condition.profile.data)),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )

    def looked_up(table: Table) -> Callable[[], Bytes]:
        inks, converter = np.empty_like(pixels), TileConverter(table)

        def convert() -> Bytes:
            converter.convert(pixels, inks)
            return inks

        return convert

    return {
        OURS: looked_up(exact),
        "ours, trilinear": looked_up(store.table(Recipe(precision="trilinear"))),
        "ImageCms": lambda: transform.apply(picture),
        "icc_transform": lambda: _by_libvips(rgb, store.conditions["iso-coated-v2-300"]),
        "Color3DLUT": lambda: picture.filter(lookup),
    }


def _by_libvips(rgb: Bytes, condition: Condition) -> Bytes:
    image = pyvips.Image.new_from_array(rgb)
    inks = image.icc_transform(
        str(condition.folder / "profile.icc"),
        input_profile=str(FOLDER / "srgb.icc"),
        intent="relative",
        black_point_compensation=True,
    )
    return np.frombuffer(inks.write_to_memory(), np.uint8).reshape(*rgb.shape[:2], 4)


def _compare(pictures: list[Ways]) -> None:
    for way in [way for way in pictures[0] if way != OURS]:
        apart = np.concatenate(
            [
                np.abs(np.subtract(ways[way](), ways[OURS](), dtype=np.int16)).ravel()
                for ways in pictures
            ]
        )
        beyond = (apart > 1).mean() * 100
        print(
            f"  {way:15} differs from exact by {apart.mean():.2f} levels in the mean, "
            f"{apart.max()} at most, {beyond:.1f} % by more than one"
        )
