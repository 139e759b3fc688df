import io
from fractions import Fraction
from itertools import pairwise
from typing import get_args

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from app.base.options import Compression
from app.base.resolution import Resolution
from app.encode.tiff import CLASSIC_LIMIT, STRIP_BYTES, TiffLayout, header
from tests.app.encode.directory import Directory, first_directory

SHORT, LONG, RATIONAL, UNDEFINED, LONG8, ASCII = 3, 4, 5, 7, 16, 2
TAG_259: dict[Compression, int] = {"none": 1, "lzw": 5, "deflate": 8}
PRINTED = Resolution(Fraction(300), Fraction(145, 2))
PROFILE = bytes(range(251)) * 3
SIZES = [
    (1, 1),
    (1, 2),
    (2, 1),
    (251, 127),
    (65_537, 1),
    (65_537, 3),
    (1, 65_537),
    (512, 512),
    (1000, 600),
    (300_000, 2),
]
sides = st.integers(1, 300_000)


def layout_of(
    width: int, height: int, compression: Compression = "none", profile: bytes = PROFILE
) -> TiffLayout:
    return TiffLayout(width, height, PRINTED, profile, compression)


def stored(layout: TiffLayout) -> list[int]:
    """Return sizes as a codec may return them: odd ones too."""
    if layout.compression == "none":
        return layout.strip_sizes
    return [size // 2 + index % 2 for index, size in enumerate(layout.strip_sizes)]


def assert_well_formed(head: bytes, found: Directory) -> None:
    assert found.tags == sorted(set(found.tags))
    assert found.following == 0
    outside = sorted((e.place, len(e.value)) for e in found.entries if not e.inline)
    assert all(place % 2 == 0 for place, _ in outside)
    bounds = [(found.end, 0), *outside, (len(head), 0)]
    for (place, size), (after, _) in pairwise(bounds):
        assert place + size <= after <= place + size + 1


def assert_states(found: Directory, layout: TiffLayout, sizes: list[int], start: int) -> None:
    rows = layout.rows_per_strip
    offsets = [start + sum(sizes[:index]) for index in range(len(sizes))]
    wide = LONG8 if found.big else LONG
    expected = {
        256: (LONG, [layout.width]),
        257: (LONG, [layout.height]),
        258: (SHORT, [8, 8, 8, 8]),
        259: (SHORT, [TAG_259[layout.compression]]),
        262: (SHORT, [5]),
        273: (wide, offsets),
        274: (SHORT, [1]),
        277: (SHORT, [4]),
        278: (LONG, [rows]),
        279: (LONG, sizes),
        284: (SHORT, [1]),
        296: (SHORT, [2]),
        305: (ASCII, list(b"Platesetter\0")),
        332: (SHORT, [1]),
        34675: (UNDEFINED, list(layout.profile)),
    }
    if layout.compression != "none":
        expected[317] = (SHORT, [2])
    values = {e.tag: (e.kind, e.numbers) for e in found.entries if e.kind != RATIONAL}
    assert values == expected
    assert set(found.tags) - set(values) == {282, 283}
    assert (found[282].fraction, found[283].fraction) == (layout.resolution.x, layout.resolution.y)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("compression", get_args(Compression))
def test_every_tag_byte_for_byte(size: tuple[int, int], compression: Compression) -> None:
    layout = layout_of(*size, compression)
    sizes = stored(layout)
    head = header(layout, sizes)
    found = first_directory(head)
    assert not found.big
    assert_well_formed(head, found)
    assert_states(found, layout, sizes, len(head))


@given(sides, sides, st.sampled_from(get_args(Compression)), st.binary(min_size=1, max_size=9))
def test_any_header_is_well_formed(
    width: int, height: int, compression: Compression, profile: bytes
) -> None:
    layout = layout_of(width, min(height, 20_000_000_000 // width), compression, profile)
    sizes = stored(layout)
    head = header(layout, sizes)
    found = first_directory(head)
    assert found.big == (len(head) + sum(sizes) >= CLASSIC_LIMIT)
    assert_well_formed(head, found)
    assert found[34675].value == profile
    assert found[273].numbers[0] == len(head)
    assert found[273].numbers[-1] + found[279].numbers[-1] == len(head) + sum(sizes)


@given(sides, sides)
def test_strips_cover_the_picture(width: int, height: int) -> None:
    layout = layout_of(width, height)
    assert sum(layout.strip_rows) == height
    assert set(layout.strip_rows[:-1]) <= {layout.rows_per_strip}
    assert 0 < layout.strip_rows[-1] <= layout.rows_per_strip <= height
    assert sum(layout.strip_sizes) == width * height * 4
    assert layout.rows_per_strip == 1 or max(layout.strip_sizes) <= STRIP_BYTES
    assert layout.rows_per_strip == height or layout.strip_sizes[0] + width * 4 > STRIP_BYTES


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (251, 127), (65_537, 2), (1000, 600)], ids=str)
def test_tifffile_opens_header_and_strips(size: tuple[int, int]) -> None:
    layout = layout_of(*size)
    inks = np.random.default_rng(1).integers(0, 256, (layout.height, layout.width, 4), np.uint8)
    with tifffile.TiffFile(io.BytesIO(header(layout, layout.strip_sizes) + inks.tobytes())) as tiff:
        (found,) = tiff.pages
        assert isinstance(found, tifffile.TiffPage)
        np.testing.assert_array_equal(found.asarray().reshape(inks.shape), inks)
        assert found.photometric == tifffile.PHOTOMETRIC.SEPARATED
        assert found.tags["InterColorProfile"].value == PROFILE
        assert found.tags["XResolution"].value == (300, 1)
        assert found.tags["YResolution"].value == (145, 2)
        assert found.tags["ResolutionUnit"].value == tifffile.RESUNIT.INCH


@pytest.mark.parametrize(
    ("compression", "encode"),
    [("lzw", imagecodecs.lzw_encode), ("deflate", imagecodecs.zlib_encode)],
)
def test_tifffile_opens_compressed_strips(compression: Compression, encode: object) -> None:
    assert callable(encode)
    layout = layout_of(700, 900, compression)
    inks = np.random.default_rng(1).integers(0, 9, (layout.height, layout.width, 4), np.uint8)
    rows = layout.rows_per_strip
    tops = range(0, layout.height, rows)
    strips = [
        encode(imagecodecs.delta_encode(inks[top : top + rows], axis=1).tobytes()) for top in tops
    ]
    file = header(layout, [len(strip) for strip in strips]) + b"".join(strips)
    np.testing.assert_array_equal(tifffile.imread(io.BytesIO(file)), inks)


def test_the_last_classic_byte_and_the_first_of_bigtiff() -> None:
    layout = layout_of(251, 127)
    length = len(header(layout, layout.strip_sizes))
    last = header(layout, [2**32 - 1 - length])
    first = header(layout, [2**32 - length])
    assert len(last) == length
    assert not first_directory(last).big
    assert first_directory(first).big
    assert first_directory(first)[273].numbers == [len(first)]
    assert first_directory(first)[279].numbers == [2**32 - length]


@pytest.mark.load  # a directory of a picture of 4 GiB
def test_a_real_picture_beyond_4_gib() -> None:
    layout = layout_of(40_000, 30_000)
    sizes = layout.strip_sizes
    head = header(layout, sizes)
    found = first_directory(head)
    assert found.big
    assert_well_formed(head, found)
    assert_states(found, layout, sizes, len(head))


@pytest.mark.parametrize("wrong", [-1, 1])
def test_another_number_of_strips_is_refused(wrong: int) -> None:
    layout = layout_of(1000, 600)
    sizes = [4] * (len(layout.strip_rows) + wrong)
    with pytest.raises(ValueError, match=rf"^expected 5 strips, got {5 + wrong}$"):
        header(layout, sizes)


def test_neither_date_nor_version_is_in_it() -> None:
    layout = layout_of(251, 127)
    found = first_directory(header(layout, layout.strip_sizes))
    assert 306 not in found.tags
    assert not any(chr(byte).isdigit() for byte in found[305].value)
    assert header(layout, layout.strip_sizes) == header(layout_of(251, 127), layout.strip_sizes)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 8, 9, 753])
def test_a_profile_of_any_length_is_kept_exactly(length: int) -> None:
    layout = layout_of(2, 2, profile=PROFILE[:length])
    entry = first_directory(header(layout, [16]))[34675]
    assert (entry.kind, entry.count, entry.value) == (UNDEFINED, length, PROFILE[:length])
