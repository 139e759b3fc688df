import os
from contextlib import suppress
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import ImageBroken
from app.decode.file_headers.tiff import TiffFacts, tiff_facts
from tests import pictures
from tests.app.reading import file_of
from tests.pictures import photo

RGB = photo(5, 3)
LAYOUTS: list[dict[str, Any]] = [
    {"byteorder": order, "bigtiff": big} for order in "<>" for big in (False, True)
]


def facts_of(data: bytes) -> TiffFacts:
    with file_of(data) as file:
        file.seek(7)
        found = tiff_facts(file.fileno())
        assert file.tell() == 7
        return found


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_the_colour_is_named(layout: dict[str, Any]) -> None:
    inks = np.concatenate([RGB, RGB[..., :1]], axis=-1)
    for colour, picture, photometric in (
        ("RGB", RGB, "rgb"),
        ("grey", pictures.grey_of(RGB), "minisblack"),
        ("grey", pictures.grey_of(RGB), "miniswhite"),
        ("CMYK", inks, "separated"),
        ("CIE L*a*b*", RGB, "cielab"),
        ("YCbCr", RGB, "ycbcr"),
        ("photometric interpretation 34892", RGB, 34_892),
    ):
        extra: dict[str, Any] = {"extrasamples": ()} if colour == "CMYK" else {}
        data = pictures.tiff(picture, photometric=photometric, **extra, **layout)
        assert facts_of(data).colour == colour


def test_every_cut_through_the_directory_is_an_error() -> None:
    data = pictures.by_pillow(RGB, "TIFF")
    start = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[start : start + 2], "little")
    for length in range(start, start + 2 + 12 * entries):
        with pytest.raises(ImageBroken, match="directory lies beyond its end"):
            facts_of(data[:length])


def test_a_directory_without_end_is_an_error() -> None:
    with pytest.raises(ImageBroken, match="may have 4096 entries, got 65535"):
        facts_of(b"II*\0\x08\0\0\0\xff\xff" + bytes(65_535 * 12))


@pytest.mark.parametrize("place", [2**63 - 1, 2**63, 2**64 - 1])
def test_a_directory_that_no_file_reaches_is_an_error(place: int) -> None:
    with pytest.raises(ImageBroken, match=f"directory lies beyond its end, at {place}"):
        facts_of(b"II+\0\x08\0\0\0" + place.to_bytes(8, "little"))


def test_the_entries_of_one_directory_only_are_read() -> None:
    """Expect few reads: else a small file of many pages, each with thousands, takes minutes."""
    count, pages = 500, 20
    size = 2 + 12 * count + 4
    body = b"".join(
        count.to_bytes(2, "little") + bytes(12 * count) + (8 + size * number).to_bytes(4, "little")
        for number in range(1, pages)
    )
    data = b"II*\0\x08\0\0\0" + body + count.to_bytes(2, "little") + bytes(12 * count + 4)
    with patch.object(os, "pread", wraps=os.pread) as pread:
        assert facts_of(data).pages == pages
    assert pread.call_count < count + 5 * pages


@given(st.sampled_from([b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]), st.binary(max_size=99))
def test_any_bytes_give_an_answer_or_a_named_error(magic: bytes, body: bytes) -> None:
    with suppress(ImageBroken):
        assert facts_of(magic + body).colour
