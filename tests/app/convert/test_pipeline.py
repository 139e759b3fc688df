import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import ImageBroken
from app.base.options import Compression
from app.base.resolution import PRINT
from app.convert.pipeline import Chunk, Job, convert, converted_strips, regrouped
from app.encode.compression import READ_BYTES
from app.encode.tiff import TiffLayout
from lut import Table, TileConverter
from lut.base.packing import Bytes
from tests import pictures
from tests.app.reading import open_files, opened
from tests.oracle import by_colour, inks_of
from tests.pictures import photo

SIZES = [(1, 1), (2, 1), (1, 2), (3, 3), (251, 127), (127, 251), (65_537, 1), (700, 900)]
LARGE = pictures.png(photo(700, 900))
"""Three strips."""

TURNED = {turn: pictures.png(photo(700, 900), orientation=turn) for turn in (1, 2, 6)}
EACH = pytest.mark.parametrize("compression", get_args(Compression))


@contextmanager
def job_of(
    data: bytes,
    table: Table,
    spool: Path,
    compression: Compression = "none",
    check: Callable[[], None] = lambda: None,
) -> Iterator[Job]:
    with opened(data) as picture:
        size = picture.header.width, picture.header.height
        layout = TiffLayout(*size, PRINT, b"a profile", compression)
        yield Job(picture, TileConverter(table), layout, spool, check)


def chunks_of(job: Job) -> list[Chunk]:
    with ExitStack() as held:
        return list(convert(job, held).chunks)


@pytest.mark.load  # 24 pictures converted whole
@EACH
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_pixel_is_its_tables_entry(
    size: tuple[int, int], compression: Compression, table: Table, spool: Path
) -> None:
    rgb = photo(*size)
    with job_of(pictures.png(rgb), table, spool, compression) as job, ExitStack() as held:
        output = convert(job, held)
        chunks = list(output.chunks)
    assert output.length == sum(map(len, chunks))
    found = tifffile.imread(io.BytesIO(b"".join(chunks))).reshape(*rgb.shape[:2], 4)
    np.testing.assert_array_equal(found, inks_of(table, rgb))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_comes_out_upright(orientation: int, table: Table, spool: Path) -> None:
    rgb = photo(251, 127)
    stored = pictures.png(pictures.stored_as(rgb, orientation), orientation=orientation)
    with job_of(stored, table, spool) as job:
        file = b"".join(chunks_of(job))
    np.testing.assert_array_equal(tifffile.imread(io.BytesIO(file)), inks_of(table, rgb))


@pytest.mark.load  # converts all 2²⁴ colours
def test_every_colour_there_is(table: Table, spool: Path) -> None:
    """4096 × 4096 pixels, each another colour, so that no entry is reached by mistake."""
    every = np.arange(1 << 24, dtype="<u4").view(np.uint8).reshape(4096, 4096, 4)
    data = pictures.tiff(np.ascontiguousarray(every[..., :3]))
    with job_of(data, table, spool) as job, ExitStack() as held:
        chunks = convert(job, held).chunks
        next(chunks)
        entries = by_colour(table).view(np.uint8)
        start = 0
        for chunk in chunks:
            assert chunk == entries[start : start + len(chunk)].tobytes()
            start += len(chunk)
    assert start == 4 << 24


@pytest.mark.load  # three pictures converted whole
@EACH
def test_each_chunk_is_its_own_bytes(compression: Compression, table: Table, spool: Path) -> None:
    with job_of(LARGE, table, spool, compression) as job, ExitStack() as held:
        kept, copied = [], []
        for chunk in convert(job, held).chunks:
            kept.append(chunk)
            copied.append(bytes(bytearray(chunk)))
    assert len(kept) > 2
    assert list(map(bytes, kept)) == copied


def test_a_plain_output_is_a_head_and_its_strips(table: Table, spool: Path) -> None:
    with job_of(LARGE, table, spool) as job:
        _, *strips = chunks_of(job)
        assert list(map(len, strips)) == job.layout.strip_sizes


def test_a_compressed_output_comes_in_small_pieces(table: Table, spool: Path) -> None:
    with job_of(LARGE, table, spool, "lzw") as job:
        _, *pieces = chunks_of(job)
        assert max(map(len, pieces)) <= READ_BYTES


@pytest.mark.load  # eighteen pictures, turned and compressed
@EACH
@pytest.mark.parametrize("orientation", [1, 2, 6])
@pytest.mark.parametrize("taken", [0, 1, 2])
def test_closing_early_frees_all_that_was_open(
    compression: Compression, orientation: int, taken: int, table: Table, spool: Path
) -> None:
    before = open_files()
    with job_of(TURNED[orientation], table, spool, compression) as job, ExitStack() as held:
        chunks = convert(job, held).chunks
        for _ in range(taken):
            next(chunks)
    del job
    assert open_files() <= before


@EACH
def test_a_damaged_file_is_an_error_and_frees_all(
    compression: Compression, table: Table, spool: Path
) -> None:
    before = open_files()
    with (
        pytest.raises(ImageBroken),
        job_of(LARGE[: len(LARGE) // 2], table, spool, compression) as job,
    ):
        chunks_of(job)
    del job
    assert open_files() <= before


@EACH
def test_what_check_raises_ends_the_conversion(
    compression: Compression, table: Table, spool: Path
) -> None:
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise InterruptedError

    with (
        job_of(LARGE, table, spool, compression, check) as job,
        pytest.raises(InterruptedError),
    ):
        chunks_of(job)
    assert asked == 2


def test_uncompressed_nothing_is_converted_before_it_is_asked_for(
    table: Table, spool: Path
) -> None:
    asked = []
    with job_of(LARGE, table, spool, check=lambda: asked.append(1)) as job, ExitStack() as held:
        chunks = convert(job, held).chunks
        next(chunks)
        assert asked == []
        next(chunks)
        assert asked == [1]


def test_inks_come_in_one_reused_buffer(table: Table, spool: Path) -> None:
    with job_of(LARGE, table, spool) as job:
        strips = converted_strips(job)
        first, second = next(strips), next(strips)
        assert np.shares_memory(first, second)
        strips.close()


heights = st.lists(st.integers(1, 9), min_size=1, max_size=9)


@given(heights, heights)
def test_the_same_rows_in_strips_of_any_other_height(before: list[int], after: list[int]) -> None:
    after = [*after, sum(before) - sum(after)] if sum(after) < sum(before) else before[::-1]
    rows = np.arange(sum(before) * 8, dtype=np.uint8).reshape(-1, 2, 4)
    strips = np.split(rows, np.cumsum(before)[:-1])
    result = list(regrouped(iter(strips), after))
    assert [len(strip) for strip in result] == after
    np.testing.assert_array_equal(np.concatenate(result), rows)
    assert all(strip.flags.c_contiguous for strip in result)


def test_strips_of_the_right_height_pass_untouched() -> None:
    strips = [np.zeros((3, 2, 4), np.uint8) for _ in range(4)]
    result = regrouped(iter(strips), [3, 3, 3, 3])
    assert all(np.shares_memory(a, b) for a, b in zip(result, strips, strict=True))


def test_all_rows_are_read_even_after_the_last_strip_is_given() -> None:
    ended = []

    def strips() -> Iterator[Bytes]:
        yield np.zeros((3, 2, 4), np.uint8)
        ended.append(True)

    assert len(list(regrouped(strips(), [1, 2]))) == 2
    assert ended == [True]
