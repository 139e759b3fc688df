"""The part of a table that photographs touch: in the order of `lut.tables.order`, and by colour.

In cache lines, for the pictures as they are and after JPEG compression.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyvips

from lut.base.packing import COLOUR_MASK, COLOURS, PACKED, Bytes, Packed
from lut.tables.order import places
from tests.benchmarks import inputs
from tests.benchmarks.result import Measured, Result

CACHE_LINE: Final = 64


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")


def run(arguments: argparse.Namespace) -> Result:
    """Count cache lines, and return the figures."""
    words, pictures = inputs.photographs(arguments.photographs)
    cases = {"as they are": pictures, "as JPEG, Q=90": list(map(_as_jpeg, pictures))}
    measured = [one for case, of in cases.items() for one in _touched(case, of)]
    return Result("order", words, measured)


def _touched(case: str, pictures: list[Bytes]) -> Iterator[Measured]:
    packed = np.concatenate([inputs.rgbx(picture).view(PACKED).ravel() for picture in pictures])
    colours = packed & np.uint32(COLOUR_MASK)
    yield Measured(case, "in their order", "MiB", [_mebibytes(places(colours))])
    yield Measured(case, "by packed colour", "MiB", [_mebibytes(colours)])


def _mebibytes(entries: Packed) -> float:
    lines = np.zeros(COLOURS * PACKED.itemsize // CACHE_LINE, np.bool_)
    lines[entries // (CACHE_LINE // PACKED.itemsize)] = True
    return float(np.count_nonzero(lines)) * CACHE_LINE / (1 << 20)


def _as_jpeg(picture: Bytes) -> Bytes:
    data = pyvips.Image.new_from_array(picture).jpegsave_buffer(Q=90)
    return np.asarray(pyvips.Image.jpegload_buffer(data))
