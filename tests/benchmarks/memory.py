"""Memory and first byte for one enormous TIFF, and whether what comes back is right.

Needs room for the picture and the answer in the temporary folder (TMPDIR): 7 bytes a pixel.
"""

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pyvips
import tifffile

from lut import Recipe, TableStore
from tests.benchmarks import machine
from tests.benchmarks.client import post, watched
from tests.oracle import inks_of
from tests.server import serving

MIB = 1 << 20


def options(parser: argparse.ArgumentParser) -> None:
    """What this part can be told."""
    parser.add_argument("--side", type=int, default=31_200, help="of the square picture, in pixels")


def run(told: argparse.Namespace) -> None:
    """Measure and print."""
    print(machine.told())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photo, tiff = folder / "in.tif", folder / "out.tif"
        _enormous(told.side).tiffsave(str(photo), bigtiff=True)
        with serving(folder) as server, watched(server) as readings:
            answer = post(server, photo, tiff)
        peak = max(size for _, size in readings) / MIB
        print(f"{told.side} × {told.side}, {told.side**2 / 1e6:.0f} Mpx")
        print(f"  peak anonymous + shared memory  {peak:.0f} MiB")
        print(f"  first byte after the upload     {answer.first_byte_s:.3f} s")
        print(f"  last byte after the upload      {answer.total_s:.1f} s")
        print(f"  announced, received             {answer.announced}, {answer.received} bytes")
        _check(photo, tiff, TableStore(folder / "tables"))


def _enormous(side: int) -> pyvips.Image:
    """Gradients under noise, repeated: like a photograph, made as fast as it is written."""
    random = np.random.default_rng(0)
    ramp = np.add.outer(np.arange(1000), 2 * np.arange(1000)) // 12
    tile = np.stack([ramp, ramp[::-1], ramp[:, ::-1]], axis=-1) + random.normal(
        0, 3, (1000, 1000, 3)
    )
    image = pyvips.Image.new_from_array(np.clip(tile, 0, 255).astype(np.uint8))
    times = -(-side // 1000)
    return image.replicate(times, times).crop(0, 0, side, side)


def _check(photo: Path, tiff: Path, store: TableStore) -> None:
    """By libtiff's directory, tifffile's map and libvips' decoder: first, middle and last rows."""
    table = store.table(Recipe())
    with tifffile.TiffFile(tiff) as read:
        kind = "BigTIFF" if read.is_bigtiff else "classic TIFF"
        mapped = read.pages.first.asarray(out="memmap")
        rows, source = len(mapped), pyvips.Image.tiffload(str(photo))
        decoded = pyvips.Image.tiffload(str(tiff), fail_on="warning")
        for top in (0, rows // 2, rows - 1):
            expected = inks_of(table, source.crop(0, top, source.width, 1).numpy())
            np.testing.assert_array_equal(mapped[top : top + 1], expected)
            np.testing.assert_array_equal(decoded.crop(0, top, rows, 1).numpy(), expected)
    print(f"  {kind}; first, middle and last rows right in tifffile and libvips")
    if tiffinfo := shutil.which("tiffinfo"):
        libtiff = subprocess.run((tiffinfo, tiff), check=True, capture_output=True)
        print(f"  libtiff opens it and warns of: {libtiff.stderr.decode() or 'nothing'}")
