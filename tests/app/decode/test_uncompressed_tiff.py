"""Uncompressed samples, read without a decoder, against the picture and against libvips."""

import io
import struct
import tempfile
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.base.errors import AppError, ImageBroken
from app.base.options import Options
from app.base.settings import Settings
from app.decode import picture as picture_module
from app.decode.picture import open_picture
from app.decode.strips import STRIP_BYTES, DecodedPixels
from app.decode.uncompressed_tiff import UncompressedPixels
from tests import pictures
from tests.app.reading import decoded, file_of, opened
from tests.pictures import Pixels, photo

RGB = photo(41, 29)
STRIP_OFFSETS, STRIP_SIZES = 273, 279
USUAL: dict[int, tuple[int, ...]] = {
    256: (41,),
    257: (29,),
    258: (8, 8, 8),
    259: (1,),
    262: (2,),
    277: (3,),
    284: (1,),
}


def tiff(strips: list[bytes], rows: int | None, order: list[int], gap: int, **other: Any) -> bytes:
    """Return a TIFF whose strips are in any order, with gaps between them."""
    tags = USUAL | ({278: (rows,)} if rows else {}) | other.get("tags", {})
    places, body = {}, b""
    for number in order:
        body += b"\xa5" * gap
        places[number] = 8 + len(body)
        body += strips[number]
    tags[STRIP_OFFSETS] = tuple(places[number] for number in range(len(strips)))
    tags[STRIP_SIZES] = other.get("sizes") or tuple(map(len, strips))
    return _written(tags, body)


def _written(tags: dict[int, tuple[int, ...]], body: bytes) -> bytes:
    entries, outside = b"", b""
    start = 8 + len(body)
    values_at = start + 2 + 12 * len(tags) + 4
    for tag, values in sorted(tags.items()):
        packed = struct.pack(f"<{len(values)}L", *values)
        if len(packed) > 4:
            place, outside = values_at + len(outside), outside + packed
            packed = struct.pack("<L", place)
        entries += struct.pack("<HHL4s", tag, 4, len(values), packed)
    head = struct.pack("<2sHL", b"II", 42, start)
    return head + body + struct.pack("<H", len(tags)) + entries + bytes(4) + outside


def cut(picture: Pixels, rows: int) -> list[bytes]:
    return [picture[top : top + rows].tobytes() for top in range(0, len(picture), rows)]


def read(data: bytes) -> Pixels:
    """Read a picture that `UncompressedPixels` must read."""
    with opened(data) as picture, tempfile.TemporaryFile() as spool:
        assert isinstance(picture.stored, UncompressedPixels)
        return np.concatenate([strip[..., :3].copy() for strip in picture.strips(spool)])


@given(st.data(), st.integers(1, 29), st.integers(0, 5))
def test_strips_may_be_anywhere(data: st.DataObject, rows: int, gap: int) -> None:
    strips = cut(RGB, rows)
    order = data.draw(st.permutations(range(len(strips))))
    np.testing.assert_array_equal(read(tiff(strips, rows, order, gap)), RGB)


@pytest.mark.parametrize("rows", [None, 29, 30, 2**32 - 1])
def test_all_rows_may_be_one_strip(rows: int | None) -> None:
    np.testing.assert_array_equal(read(tiff(cut(RGB, 29), rows, [0], 0)), RGB)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (700, 900), (STRIP_BYTES, 3)])
def test_any_size_and_order_of_bytes(order: str, big: bool, size: tuple[int, int]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*size[::-1], 3), np.uint8)
    limits = {"max_side": STRIP_BYTES}
    data = pictures.tiff(picture, byteorder=order, bigtiff=big, rowsperstrip=7)
    with opened(data, **limits) as found, tempfile.TemporaryFile() as spool:
        assert isinstance(found.stored, UncompressedPixels)
        strips = [strip[..., :3] for strip in found.strips(spool)]
        np.testing.assert_array_equal(np.concatenate(strips), picture)


def test_it_may_be_turned() -> None:
    data = pictures.tiff(pictures.stored_as(RGB, 6), orientation=6)
    np.testing.assert_array_equal(read(data), RGB)


@pytest.mark.parametrize("page", [1, 2])
def test_the_chosen_page_is_read(page: int) -> None:
    shown = [RGB, photo(13, 17, 1)]
    file = io.BytesIO()
    first, second = map(Image.fromarray, shown)
    first.save(file, "TIFF", save_all=True, append_images=[second])
    with file_of(file.getvalue()) as opened_file, tempfile.TemporaryFile() as spool:
        picture = open_picture(opened_file, Settings(), Options(page=page))
        assert isinstance(picture.stored, UncompressedPixels)
        strips = [strip[..., :3] for strip in picture.strips(spool)]
    np.testing.assert_array_equal(np.concatenate(strips), shown[page - 1])


UNUSUAL = {
    "grey": pictures.tiff(pictures.grey_of(RGB)),
    "alpha": pictures.tiff(pictures.with_alpha(RGB)),
    "16 bits": pictures.tiff(pictures.deep_photo(41, 29)),
    "planes": pictures.tiff(RGB, planarconfig="separate"),
    "tiles": pictures.tiff(RGB, tile=(16, 16)),
    "LZW": pictures.tiff(RGB, compression="lzw"),
    "bits from right to left": tiff(cut(RGB, 29), 29, [0], 0, tags={266: (2,)}),
}


@pytest.mark.parametrize("kind", UNUSUAL)
def test_libvips_decodes_all_else(kind: str) -> None:
    with opened(UNUSUAL[kind]) as picture:
        assert isinstance(picture.stored, DecodedPixels)


DAMAGED = {
    "a strip that is too short": tiff(cut(RGB, 10), 10, [0, 1, 2], 0, sizes=(1230, 1229, 1107)),
    "too few strips": tiff(cut(RGB, 10), 9, [0, 1, 2], 0),
    "cut": pictures.tiff(RGB)[:-1],
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_libvips_refuses_the_damaged(kind: str) -> None:
    with opened(DAMAGED[kind]) as picture:
        assert isinstance(picture.stored, DecodedPixels)
    with pytest.raises(ImageBroken):
        decoded(DAMAGED[kind])


@pytest.mark.load  # decodes thousands of damaged files
@pytest.mark.parametrize("options", [{}, {"bigtiff": True}, {"byteorder": ">"}], ids=str)
@pytest.mark.parametrize("flip", [0x01, 0xFF])
def test_every_changed_byte_gives_the_pixels_that_libvips_reads(
    options: dict[str, Any], flip: int
) -> None:
    whole = pictures.tiff(photo(5, 4), rowsperstrip=2, **options)
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= flip
        with patch.object(picture_module, "uncompressed_pixels", return_value=None):
            wanted = outcome(bytes(data))
        assert outcome(bytes(data)) == wanted, f"byte {place}"


def outcome(data: bytes) -> bytes | None:
    """Return its samples; None where it is refused."""
    try:
        return decoded(data)[..., :3].tobytes()
    except AppError:
        return None


def test_a_file_that_shrinks_while_it_is_read_is_broken() -> None:
    with file_of(pictures.tiff(photo(600, 700))) as file, tempfile.TemporaryFile() as spool:
        strips = open_picture(file, Settings(), Options()).strips(spool)
        next(strips)
        file.truncate(600 * 3 * 300)
        with pytest.raises(ImageBroken, match="in the middle of its picture"):
            list(strips)
