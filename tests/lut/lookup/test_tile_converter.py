import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lut import BufferMismatch, Table, TileConverter
from lut.base.packing import Bytes, Packed
from lut.lookup.tile_converter import TILE
from tests.oracle import by_colour

SIZES = [0, 1, TILE - 1, TILE, TILE + 1, 3 * TILE + 7]


def looked_up(table: Table, rgbx: Bytes) -> Bytes:
    red, green, blue, _ = np.moveaxis(rgbx.astype(np.int64), -1, 0)
    entries = by_colour(table)[red + 256 * green + 65536 * blue]
    return np.stack([entries >> shift & 255 for shift in (0, 8, 16, 24)], -1).astype(np.uint8)


def converted(table: Table, rgbx: Bytes) -> Bytes:
    out = np.full(rgbx.shape, 0xA5, np.uint8)
    TileConverter(table).convert(rgbx, out)
    return out


@pytest.mark.parametrize("size", SIZES)
def test_every_pixel_is_looked_up(trilinear: Table, rng: np.random.Generator, size: int) -> None:
    rgbx = rng.integers(0, 256, (size, 4), np.uint8)
    assert np.array_equal(converted(trilinear, rgbx), looked_up(trilinear, rgbx))


@pytest.mark.parametrize("shape", [(300, 400, 4), (0, 5, 4), (5, 0, 4), (4,), (2, 3, 5, 4)])
def test_any_shape_of_pixels(
    trilinear: Table, rng: np.random.Generator, shape: tuple[int, ...]
) -> None:
    rgbx = rng.integers(0, 256, shape, np.uint8)
    assert np.array_equal(converted(trilinear, rgbx), looked_up(trilinear, rgbx))


@given(st.binary(min_size=4, max_size=400))
@settings(deadline=None)
def test_any_bytes_are_pixels(trilinear: Table, data: bytes) -> None:
    rgbx = np.frombuffer(data[: len(data) // 4 * 4], np.uint8).reshape(-1, 4)
    assert np.array_equal(converted(trilinear, rgbx), looked_up(trilinear, rgbx))


def test_the_fourth_byte_is_not_looked_at(trilinear: Table, rng: np.random.Generator) -> None:
    rgbx = rng.integers(0, 256, (1000, 4), np.uint8)
    other = rgbx.copy()
    other[:, 3] = 255 - other[:, 3]
    assert np.array_equal(converted(trilinear, rgbx), converted(trilinear, other))


def test_every_colour_is_looked_up(trilinear: Table, expanded: Packed) -> None:
    rgbx = np.arange(2**24, dtype=np.uint32).view(np.uint8).reshape(4096, 4096, 4)
    assert np.array_equal(converted(trilinear, rgbx).view(np.uint32).ravel(), expanded)


def test_a_converter_is_used_again(trilinear: Table, rng: np.random.Generator) -> None:
    converter = TileConverter(trilinear)
    for size in (TILE + 1, 3, 2 * TILE, 0, 17):
        rgbx = rng.integers(0, 256, (size, 4), np.uint8)
        out = np.empty_like(rgbx)
        converter.convert(rgbx, out)
        assert np.array_equal(out, looked_up(trilinear, rgbx))


def test_a_picture_may_be_converted_in_place(trilinear: Table, rng: np.random.Generator) -> None:
    picture = rng.integers(0, 256, (2 * TILE + 5, 4), np.uint8)
    wanted = looked_up(trilinear, picture)
    TileConverter(trilinear).convert(picture, picture)
    assert np.array_equal(picture, wanted)


def test_buffers_need_not_be_aligned(trilinear: Table, rng: np.random.Generator) -> None:
    raw = rng.integers(0, 256, 4 * 1000 + 1, np.uint8)
    out = np.zeros_like(raw)
    TileConverter(trilinear).convert(raw[1:].reshape(-1, 4), out[1:].reshape(-1, 4))
    assert np.array_equal(out[1:].reshape(-1, 4), looked_up(trilinear, raw[1:].reshape(-1, 4)))


def test_nothing_is_allocated_per_tile(trilinear: Table) -> None:
    rgbx = np.zeros((40 * TILE, 4), np.uint8)
    out = np.ones_like(rgbx)
    converter = TileConverter(trilinear)
    tracemalloc.start()
    try:
        converter.convert(rgbx, out)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1 << 16


@pytest.mark.parametrize("distance", [3, 5, 7, 8, -4])
@pytest.mark.parametrize("size", SIZES)
def test_pixels_may_be_at_any_distance(
    trilinear: Table, rng: np.random.Generator, size: int, distance: int
) -> None:
    raw = rng.integers(0, 256, abs(distance) * size + 4, np.uint8)
    first = raw[max(0, -distance * (size - 1)) :]
    rgbx = np.lib.stride_tricks.as_strided(first, (size, 4), (distance, 1))
    assert np.array_equal(converted(trilinear, rgbx), looked_up(trilinear, rgbx))


def test_rgb_is_converted_without_a_copy(trilinear: Table, rng: np.random.Generator) -> None:
    rgb = rng.integers(0, 256, (37 * 53 * 3 + 1,), np.uint8)
    rgbx = np.ndarray((37, 53, 4), np.uint8, rgb, strides=(53 * 3, 3, 1))
    apart = np.zeros((37, 53, 4), np.uint8)
    apart[..., :3] = rgb[:-1].reshape(37, 53, 3)
    assert np.array_equal(converted(trilinear, rgbx), converted(trilinear, apart))


PIXELS = np.zeros((6, 6, 4), np.uint8)
BAD: dict[str, NDArray[Any]] = {
    "three bytes": PIXELS[..., :3].copy(),
    "parts of rows": PIXELS[:, :5],
    "bytes apart": np.zeros((6, 6, 8), np.uint8)[..., ::2],
    "transposed": np.asfortranarray(PIXELS),
    "uint16": PIXELS.astype(np.uint16),
    "packed": PIXELS.view(np.uint32)[..., 0],
    "signed": PIXELS.astype(np.int8),
    "empty shape": np.zeros((), np.uint8),
}


@pytest.mark.parametrize("name", BAD)
def test_other_buffers_are_refused(trilinear: Table, name: str) -> None:
    converter = TileConverter(trilinear)
    with pytest.raises(BufferMismatch, match=r"rgbx must be uint8 \[..., 4\], its pixels at one"):
        converter.convert(BAD[name], np.zeros(BAD[name].shape, np.uint8))
    with pytest.raises(BufferMismatch, match=r"out must be uint8 \[..., 4\], its pixels at one"):
        converter.convert(np.zeros((6, 6, 4), np.uint8), BAD[name])


@pytest.mark.parametrize("shape", [(6, 5, 4), (36, 4), (1, 6, 6, 4), (0, 4)])
def test_out_must_have_the_same_shape(trilinear: Table, shape: tuple[int, ...]) -> None:
    with pytest.raises(BufferMismatch, match=r"out must be \[6, 6, 4\], as rgbx, got"):
        TileConverter(trilinear).convert(PIXELS, np.zeros(shape, np.uint8))


def test_out_must_be_in_order(trilinear: Table) -> None:
    with pytest.raises(BufferMismatch, match="out must be C-contiguous, got strides"):
        TileConverter(trilinear).convert(PIXELS[:, ::2], PIXELS[:, ::2])


def test_out_must_be_writeable(trilinear: Table) -> None:
    out = np.zeros_like(PIXELS)
    out.flags.writeable = False
    with pytest.raises(BufferMismatch, match="out must be writeable"):
        TileConverter(trilinear).convert(PIXELS, out)
