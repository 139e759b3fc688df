import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from app.capacity.spool import spool_file
from app.decode import orientation as turning
from app.decode.orientation import swaps_sides, upright
from lut.base.packing import Bytes
from tests.app.reading import open_files
from tests.pictures import ORIENTATION, stored_as

EVERY = range(1, 9)


def rgbx(height: int, width: int) -> Bytes:
    return np.random.default_rng(height).integers(0, 256, (height, width, 4), np.uint8)


def by_pillow(stored: Bytes, orientation: int) -> Bytes:
    image = Image.frombytes("RGBA", stored.shape[1::-1], stored.tobytes())
    image.getexif()[ORIENTATION] = orientation
    return np.asarray(ImageOps.exif_transpose(image))


def in_strips(stored: Bytes, rows: int) -> Iterator[Bytes]:
    return (stored[top : top + rows].copy() for top in range(0, len(stored), rows))


def turned(stored: Bytes, orientation: int, rows: int = 5) -> list[Bytes]:
    with tempfile.TemporaryFile() as spool:
        shape = stored.shape[0], stored.shape[1]
        return list(upright(in_strips(stored, rows), orientation, shape, spool))


@pytest.mark.parametrize("orientation", EVERY)
@pytest.mark.parametrize("size", [(1, 1), (1, 7), (7, 1), (13, 31), (64, 48)])
def test_a_picture_is_turned_as_pillow_turns_it(orientation: int, size: tuple[int, int]) -> None:
    stored = rgbx(*size)
    strips = turned(stored, orientation)
    np.testing.assert_array_equal(np.concatenate(strips), by_pillow(stored, orientation))
    assert all(strip.flags.c_contiguous for strip in strips)


@pytest.mark.parametrize("orientation", EVERY)
def test_sides_are_swapped_where_pillow_swaps_them(orientation: int) -> None:
    height = by_pillow(rgbx(2, 3), orientation).shape[0]
    assert swaps_sides(orientation) == (height == 3)


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from(EVERY), st.integers(1, 41))
def test_any_picture_in_any_strips(height: int, width: int, orientation: int, rows: int) -> None:
    shown = rgbx(height, width)
    result = turned(stored_as(shown, orientation), orientation, rows)
    np.testing.assert_array_equal(np.concatenate(result), shown)


@pytest.mark.parametrize("orientation", EVERY)
def test_bands_are_narrow_and_keep_their_order(
    orientation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turning, "BAND_BYTES", 3 * 31 * 4)
    stored = rgbx(31, 31)
    strips = turned(stored, orientation, rows=3)
    assert {len(strip) for strip in strips} == {3, 1}
    np.testing.assert_array_equal(np.concatenate(strips), by_pillow(stored, orientation))


def test_a_row_wider_than_a_band_comes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turning, "BAND_BYTES", 8)
    assert [len(strip) for strip in turned(rgbx(4, 9), 6)] == [1] * 9


def test_an_upright_picture_passes_untouched() -> None:
    strips = list(in_strips(rgbx(9, 4), 4))
    with tempfile.TemporaryFile() as spool:
        passed = list(upright(iter(strips), 1, (9, 4), spool))
        assert spool.tell() == 0
    assert all(after is before for after, before in zip(passed, strips, strict=True))


@pytest.mark.parametrize("orientation", EVERY)
def test_closing_early_leaves_no_file_open(orientation: int, spool: Path) -> None:
    before = open_files()
    with spool_file(spool) as file:
        strips = upright(in_strips(rgbx(20, 10), 2), orientation, (20, 10), file)
        next(strips)
        del strips
    assert open_files() <= before
