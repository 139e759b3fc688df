import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import _libvips
import numpy as np
import pytest
import pyvips

from app.decode import libvips
from app.decode.strips import DecodedPixels
from lut.base.packing import Bytes

WIDTH: Final = 8000
HEIGHT: Final = 1200
LINE: Final = WIDTH * 3


@pytest.fixture(autouse=True)
def _as_set() -> Iterator[None]:
    yield
    libvips.set_up()


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    path = tmp_path / "wide.jpg"
    lines = np.arange(HEIGHT, dtype=np.uint8)[:, None, None]
    pixels = np.broadcast_to(lines, (HEIGHT, WIDTH, 3))
    pyvips.Image.new_from_array(np.ascontiguousarray(pixels)).jpegsave(str(path), Q=100)
    return path


def test_few_lines_are_kept_and_none_is_lost(wide: Path) -> None:
    libvips.set_options(libvips.SHIPPED)
    usual, expected = read(wide)
    libvips.set_options(libvips.FRUGAL)
    frugal, lines = read(wide)
    np.testing.assert_array_equal(lines, expected)
    np.testing.assert_array_equal(lines, np.arange(HEIGHT, dtype=np.uint8))
    assert usual > 400 * LINE
    assert 4 * frugal < usual


def test_an_unknown_option_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="expected a libvips that knows warp-speed"):
        libvips.set_options({"warp-speed": 9})


def read(path: Path) -> tuple[int, Bytes]:
    """Return the most bytes that libvips holds, and each line's first sample."""
    held = ctypes.CDLL(_libvips.__file__).vips_tracked_get_mem
    held.restype = ctypes.c_size_t
    before, most, lines = held(), 0, []
    for strip in DecodedPixels(
        pyvips.Image.jpegload(str(path), access="sequential"), False, None
    ).strips():
        most = max(most, held() - before)
        lines.append(strip[:, 0, 0].copy())
    return most, np.concatenate(lines)
