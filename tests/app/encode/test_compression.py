import io
import threading
import zlib
from collections.abc import Iterator
from itertools import pairwise

import imagecodecs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.options import Compression
from app.encode import compression as compressing
from app.encode.compression import CODECS, IN_FLIGHT, READ_BYTES, compress, differences, read_back
from lut.base.packing import Bytes
from tests.pictures import photo

EACH = pytest.mark.parametrize("compression", ["lzw", "deflate"])


def strips_of(count: int, rows: int = 5, width: int = 33) -> list[Bytes]:
    picture = photo(width, rows * count, seed=3)
    inks = np.concatenate([picture, picture[..., :1]], axis=-1)
    return [inks[top : top + rows] for top in range(0, len(inks), rows)]


def decompressed(strip: bytes, compression: Compression, shape: tuple[int, ...]) -> Bytes:
    raw = imagecodecs.lzw_decode(strip) if compression == "lzw" else zlib.decompress(strip)
    return np.cumsum(np.frombuffer(raw, np.uint8).reshape(shape), axis=1, dtype=np.uint8)


def pieces(file: bytes, sizes: list[int]) -> list[bytes]:
    ends = np.cumsum([0, *sizes]).tolist()
    assert ends[-1] == len(file)
    return [file[start:stop] for start, stop in pairwise(ends)]


@EACH
@pytest.mark.parametrize("count", [0, 1, 2, IN_FLIGHT, IN_FLIGHT + 1, 5 * IN_FLIGHT])
def test_every_strip_comes_back_in_its_order(compression: Compression, count: int) -> None:
    spool = io.BytesIO()
    strips = strips_of(count)
    sizes = compress(iter(strips), compression, spool)
    assert len(sizes) == count
    for strip, piece in zip(strips, pieces(spool.getvalue(), sizes), strict=True):
        np.testing.assert_array_equal(decompressed(piece, compression, strip.shape), strip)


@EACH
@pytest.mark.parametrize("shape", [(1, 1, 4), (7, 1, 4), (1, 7, 4), (2, 65_537, 4)])
def test_strips_of_any_shape(compression: Compression, shape: tuple[int, int, int]) -> None:
    strip = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    spool = io.BytesIO()
    compress([strip], compression, spool)
    np.testing.assert_array_equal(decompressed(spool.getvalue(), compression, shape), strip)


@EACH
def test_the_array_may_be_reused_for_the_next_strip(compression: Compression) -> None:
    buffer = np.empty((64, 500, 4), np.uint8)

    def reused() -> Iterator[Bytes]:
        for level in range(40):
            buffer[:] = level
            yield buffer

    spool = io.BytesIO()
    sizes = compress(reused(), compression, spool)
    for level, piece in enumerate(pieces(spool.getvalue(), sizes)):
        assert (decompressed(piece, compression, buffer.shape) == level).all()


def test_slow_strips_do_not_lose_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    later = threading.Event()

    def codec(strip: Bytes) -> bytes:
        level = int(strip[0, 0, 0])
        if level == 0:
            assert later.wait(10)
        else:
            later.set()
        return bytes([level])

    monkeypatch.setattr(compressing, "CORES", 2)
    monkeypatch.setitem(CODECS, "lzw", codec)
    spool = io.BytesIO()
    compress([np.full((1, 1, 4), level, np.uint8) for level in range(9)], "lzw", spool)
    assert spool.getvalue() == bytes(range(9))


def test_few_strips_are_in_flight_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, finished, most = 0, 0, 0

    class Spool(io.BytesIO):
        def write(self, data: object) -> int:
            nonlocal finished
            finished += 1
            return super().write(data)  # type: ignore[arg-type]  # bytes, which compress writes

    def strips() -> Iterator[Bytes]:
        nonlocal asked, most
        for strip in strips_of(20 * IN_FLIGHT):
            asked += 1
            most = max(most, asked - finished)
            yield strip

    compress(strips(), "deflate", Spool())
    assert most == IN_FLIGHT
    assert finished == 20 * IN_FLIGHT


@EACH
def test_an_error_in_the_strips_ends_all_threads(compression: Compression) -> None:
    def broken() -> Iterator[Bytes]:
        yield from strips_of(3)
        raise LookupError("the fourth strip")

    before = threading.active_count()
    with pytest.raises(LookupError, match="the fourth strip"):
        compress(broken(), compression, io.BytesIO())
    assert threading.active_count() == before


def test_an_error_in_a_codec_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def codec(strip: Bytes) -> bytes:
        raise MemoryError("no room")

    monkeypatch.setitem(CODECS, "lzw", codec)
    with pytest.raises(MemoryError, match="no room"):
        compress(strips_of(2), "lzw", io.BytesIO())


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))
def test_differences_add_up_to_the_strip_again(height: int, width: int, seed: int) -> None:
    strip = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    before = strip.copy()
    result = differences(strip)
    np.testing.assert_array_equal(result, imagecodecs.delta_encode(strip, axis=1))
    np.testing.assert_array_equal(np.cumsum(result, axis=1, dtype=np.uint8), strip)
    np.testing.assert_array_equal(strip, before)
    assert not np.shares_memory(result, strip)


@pytest.mark.parametrize("length", [0, 1, READ_BYTES, READ_BYTES + 1, 3 * READ_BYTES])
def test_what_was_spooled_is_read_back_from_its_start(length: int) -> None:
    data = bytes(range(256)) * (length // 256) + bytes(length % 256)
    spool = io.BytesIO(data)
    spool.seek(0, io.SEEK_END)
    read = list(read_back(spool))
    assert b"".join(read) == data
    assert all(0 < len(piece) <= READ_BYTES for piece in read)


@EACH
def test_a_photograph_becomes_smaller(compression: Compression) -> None:
    strips = strips_of(4, rows=64, width=256)
    sizes = compress(strips, compression, io.BytesIO())
    assert sum(sizes) < 0.95 * sum(strip.nbytes for strip in strips)
