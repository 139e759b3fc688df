"""Memory against the picture's size, and of several at once.

Peak anonymous + shared memory of the server, a new one for each picture, its table made before; and
seconds from the upload's last byte to the answer's first and last. libtiff, tifffile and libvips
check the answers. The temporary folder (TMPDIR, on a disk) must have room for the picture, its
upload and the answer: 10 bytes a pixel.
"""

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyvips
import tifffile

from lut import Recipe, TableStore
from tests.benchmarks.client import DISCARD, Answer, fetch, post, watched
from tests.benchmarks.result import Measured, Result
from tests.oracle import inks_of
from tests.server import serving

MIB: Final = 1 << 20
SIDES: Final = (4_900, 10_000, 20_000, 31_200, 33_000)
KINDS: Final = {"TIFF": "tif[bigtiff]", "JPEG": "jpg[Q=90]"}
SEVERAL_SIDE: Final = 10_000
REPORTED_SIDE: Final = 31_200
PEAK: Final = "peak memory"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--sides", type=int, nargs="*", default=SIDES, help="of square pictures")
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--at-once", type=int, nargs="*", default=(1, 2, 4), help="of 100 Mpx")


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    measured: list[Measured] = []
    remarks: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        TableStore(folder / "tables").table(Recipe())
        for kind in arguments.kinds:
            for side in arguments.sides:
                photo = _written(side, kind, folder)
                checked = folder / "out.tif" if kind == "TIFF" else DISCARD
                case = f"{side**2 / 1e6:.0f} Mpx {kind}"
                peak, (answer,) = _converted(photo, folder, 1, checked)
                measured += _rows(case, peak, answer)
                if kind == "TIFF" and side == REPORTED_SIDE:
                    measured.append(_reported(photo, folder, case))
                if checked is not DISCARD:
                    remarks += (f"{case}: {line}" for line in _checked(photo, checked))
                photo.unlink()
        photo = _written(SEVERAL_SIDE, "JPEG", folder)
        for count in arguments.at_once:
            peak, _ = _converted(photo, folder, count, DISCARD)
            measured.append(Measured(f"100 Mpx JPEG, {count} at once", PEAK, "MiB", [peak]))
    return Result("memory", "gradients under noise", measured, remarks)


def _reported(photo: Path, folder: Path, case: str) -> Measured:
    """Return the peak of a report on a picture, the table of distances made before."""
    TableStore(folder / "tables").distances(Recipe())
    with serving(folder) as server, watched(server) as readings:
        fetch(server, photo, path="/v1/report")
    peak = max(size for _, size in readings) / MIB
    return Measured(f"{case}, its report", PEAK, "MiB", [peak])


def _rows(case: str, peak: float, answer: Answer) -> Iterator[Measured]:
    yield Measured(case, PEAK, "MiB", [peak])
    yield Measured(case, "first byte", "s", [answer.first_byte_s])
    yield Measured(case, "last byte", "s", [answer.total_s])


def _converted(photo: Path, folder: Path, count: int, to: Path) -> tuple[float, list[Answer]]:
    """Return the server's peak in MiB, and the answers."""
    with (
        serving(folder) as server,
        watched(server) as readings,
        ThreadPoolExecutor(count) as clients,
    ):
        answers = list(clients.map(lambda _: post(server, photo, to), range(count)))
    if any(answer.received != answer.announced for answer in answers):
        raise SystemExit(f"{photo.name}: an answer was cut short")
    return max(size for _, size in readings) / MIB, answers


def _written(side: int, kind: str, folder: Path) -> Path:
    extension, _, save = KINDS[kind].partition("[")
    path = folder / f"{side}.{extension}"
    enormous(side).write_to_file(f"{path}[{save}")
    return path


def enormous(side: int) -> Any:
    """Return a libvips image: gradients under noise, repeated, computed while it is written."""
    random = np.random.default_rng(0)
    ramp = np.add.outer(np.arange(1000), 2 * np.arange(1000)) // 12
    tile = np.stack([ramp, ramp[::-1], ramp[:, ::-1]], axis=-1) + random.normal(
        0, 3, (1000, 1000, 3)
    )
    image = pyvips.Image.new_from_array(np.clip(tile, 0, 255).astype(np.uint8))
    times = -(-side // 1000)
    whole = image.replicate(times, times).crop(0, 0, side, side)
    return whole.copy(interpretation="srgb")


def _checked(photo: Path, tiff: Path) -> Iterator[str]:
    """Check first, middle and last rows in tifffile and libvips, and the directory in libtiff."""
    with tempfile.TemporaryDirectory() as cache:
        table = TableStore(Path(cache)).table(Recipe())
    with tifffile.TiffFile(tiff) as read:
        kind = "BigTIFF" if read.is_bigtiff else "classic TIFF"
        mapped = read.pages.first.asarray(out="memmap")
        rows, source = len(mapped), pyvips.Image.tiffload(str(photo))
        decoded = pyvips.Image.tiffload(str(tiff), fail_on="warning")
        for top in (0, rows // 2, rows - 1):
            expected = inks_of(table, source.crop(0, top, source.width, 1).numpy())
            np.testing.assert_array_equal(mapped[top : top + 1], expected)
            np.testing.assert_array_equal(decoded.crop(0, top, rows, 1).numpy(), expected)
    yield f"{kind}; first, middle and last rows right in tifffile and libvips"
    if tiffinfo := shutil.which("tiffinfo"):
        libtiff = subprocess.run((tiffinfo, tiff), check=True, capture_output=True)
        yield f"libtiff opens it and warns of: {libtiff.stderr.decode() or 'nothing'}"
