"""What a picture's header tells, and what is refused by it."""

import os
import re
import tempfile
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from app.base.errors import ColourRefused, ImageTooLarge, UnknownFormat
from app.base.options import Options
from app.base.resolution import Resolution
from app.base.settings import Settings
from app.decode.picture import open_picture
from app.decode.strips import STRIP_BYTES
from lut.icc.source_profiles import named
from tests import pictures
from tests.app.reading import file_of, open_files, opened
from tests.pictures import deep_photo, photo

RGB = photo(67, 43)
INKS = np.concatenate([RGB, RGB[..., :1]], axis=-1)
PER_METRE = (11_811, 5906)
KINDS = {
    "JPEG": pictures.jpeg(RGB),
    "PNG": pictures.png(RGB),
    "TIFF": pictures.tiff(RGB),
    "WebP": pictures.webp(RGB),
    "AVIF": pictures.avif(RGB),
}


@pytest.mark.parametrize("kind", KINDS)
def test_without_anything_stated_nothing_is_told(kind: str) -> None:
    with opened(KINDS[kind]) as picture:
        assert (picture.header.width, picture.header.height) == (67, 43)
        assert picture.header.colour == "RGB"
        assert picture.header.profile is None
        assert picture.header.resolution is None


@pytest.mark.parametrize(
    "data",
    [
        pictures.png(pictures.grey_of(RGB)),
        pictures.png(pictures.with_alpha(pictures.grey_of(RGB))),
        pictures.tiff(pictures.grey_of(deep_photo(9, 9))),
        pictures.jpeg(pictures.grey_of(RGB)),
    ],
)
def test_grey_is_told_as_grey(data: bytes) -> None:
    with opened(data) as picture:
        assert picture.header.colour == "grey"


PROFILE = named("display-p3").data


@pytest.mark.parametrize(
    "data",
    [
        pictures.jpeg(RGB, icc_profile=PROFILE),
        pictures.png(RGB, icc=PROFILE),
        pictures.tiff(RGB, iccprofile=PROFILE),
        pictures.webp(RGB, icc_profile=PROFILE),
        pictures.by_pillow(RGB, "AVIF", icc_profile=PROFILE),
    ],
)
def test_the_embedded_profile_is_kept_byte_for_byte(data: bytes) -> None:
    with opened(data) as picture:
        assert picture.header.profile == PROFILE


def dpi(x: float, y: float) -> Resolution:
    return Resolution(Fraction(x).limit_denominator(10_000), Fraction(y).limit_denominator(10_000))


RESOLUTIONS: list[tuple[bytes, Resolution | None]] = [
    (pictures.jpeg(RGB, dpi=(300, 150)), dpi(300, 150)),
    (pictures.jpeg(RGB, dpi=(72, 72)), dpi(72, 72)),
    (pictures.png(RGB, pixels_per_metre=PER_METRE), dpi(299.9994, 150.0124)),
    (pictures.tiff(RGB, resolution=(300, 150), resolutionunit="INCH"), dpi(300, 150)),
    (pictures.tiff(RGB, resolution=(120, 60), resolutionunit="CENTIMETER"), dpi(304.8, 152.4)),
    (pictures.tiff(RGB, resolution=((145, 2), (72, 1)), resolutionunit="INCH"), dpi(72.5, 72)),
    (pictures.tiff(RGB, resolution=(3, 2), resolutionunit="NONE"), None),
]


def assert_resolution(found: Resolution | None, expected: Resolution | None) -> None:
    if expected is None:
        assert found is None
        return
    assert found
    assert abs(found.x - expected.x) < Fraction(1, 1000)
    assert abs(found.y - expected.y) < Fraction(1, 1000)


@pytest.mark.parametrize(("data", "expected"), RESOLUTIONS)
def test_the_stated_resolution_is_kept(data: bytes, expected: Resolution | None) -> None:
    with opened(data) as picture:
        assert_resolution(picture.header.resolution, expected)


@pytest.mark.parametrize("turn", range(1, 9))
def test_it_turns_with_the_picture(turn: int) -> None:
    stored = pictures.stored_as(RGB, turn)
    data = pictures.tiff(stored, orientation=turn, resolution=(300, 150), resolutionunit="INCH")
    with opened(data) as picture:
        assert (picture.header.width, picture.header.height) == (67, 43)
        assert_resolution(picture.header.resolution, dpi(300, 150) if turn < 5 else dpi(150, 300))


@pytest.mark.parametrize("turn", [0, 9, 65_535])
def test_an_orientation_that_is_none_is_upright(turn: int) -> None:
    with opened(pictures.tiff(RGB, orientation=turn)) as picture:
        assert (picture.header.width, picture.header.height) == (67, 43)


REFUSED = {
    "CMYK JPEG": pictures.jpeg(INKS, cmyk=True),
    "CMYK TIFF": pictures.cmyk_tiff(INKS),
    "Lab TIFF": pictures.lab_tiff(RGB),
    "float TIFF": pictures.tiff(RGB.astype(np.float32) / 255),
    "half-float TIFF": pictures.tiff(RGB.astype(np.float16) / 255),
    "signed TIFF": pictures.tiff(RGB.astype(np.int16)),
    "32-bit TIFF": pictures.tiff(RGB.astype(np.uint32)),
    "TIFF of five samples": pictures.tiff(
        np.concatenate([INKS, INKS[..., :1]], axis=-1), extrasamples=["unassalpha", "unspecified"]
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_neither_rgb_nor_grey_is_refused(kind: str) -> None:
    expected = "^expected RGB or grey of 8 or 16 bits, with or without alpha, got "
    with pytest.raises(ColourRefused, match=expected), opened(REFUSED[kind]):
        pass


@pytest.mark.parametrize("data", [b"", b"a text", b"%PDF-1.7", b"GIF89a" + bytes(100)])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownFormat), opened(data):
        pass


LIMITS: list[tuple[bytes, dict[str, Any], str]] = [
    (KINDS["PNG"], {"max_pixels": 67 * 43 - 1}, "2880 pixels (max_pixels)"),
    (KINDS["PNG"], {"max_side": 66}, "66 a side (max_side)"),
    (pictures.png(photo(43, 67)), {"max_side": 66}, "66 a side (max_side)"),
    (KINDS["WebP"], {"max_decoder_memory": 67 * 43 * 9 - 1}, "25928 bytes (max_decoder_memory)"),
    (KINDS["AVIF"], {"max_decoder_memory": 67 * 43 * 3 * 6 - 1}, "AVIF that must be decoded whole"),
    (
        pictures.jpeg(RGB, progressive=True),
        {"max_decoder_memory": 67 * 43 * 3 * 3 - 1},
        "JPEG that must be decoded whole",
    ),
    (
        pictures.png(pictures.with_alpha(deep_photo(67, 43)), interlaced=True),
        {"max_decoder_memory": 67 * 43 * 8 * 2 - 1},
        "send a baseline JPEG, a PNG without interlace or a TIFF",
    ),
]


@pytest.mark.parametrize(("data", "limit", "told"), LIMITS)
def test_a_picture_beyond_a_limit_is_refused(data: bytes, limit: dict[str, Any], told: str) -> None:
    with pytest.raises(ImageTooLarge, match=re.escape(told)), opened(data, **limit):
        pass


@pytest.mark.parametrize(("data", "limit", "told"), LIMITS)
def test_at_the_limit_it_is_taken(data: bytes, limit: dict[str, Any], told: str) -> None:
    with opened(data, **{name: value + 1 for name, value in limit.items()}) as picture:
        assert picture.header.width * picture.header.height == 67 * 43


def test_what_is_decoded_in_strips_needs_no_decoder_memory() -> None:
    for data in (KINDS["JPEG"], KINDS["PNG"], KINDS["TIFF"]):
        with opened(data, max_decoder_memory=1) as picture:
            assert picture.header.width == 67


def test_strips_are_narrow_and_do_not_change_afterwards() -> None:
    with opened(pictures.png(photo(700, 900))) as picture, tempfile.TemporaryFile() as spool:
        strips, copies = [], []
        for strip in picture.strips(spool):
            assert strip.nbytes <= STRIP_BYTES
            assert strip.flags.c_contiguous
            strips.append(strip)
            copies.append(strip.copy())
    assert len(strips) == -(-700 * 900 * 4 // STRIP_BYTES)
    assert all(np.array_equal(a, b) for a, b in zip(strips, copies, strict=True))


def test_a_file_may_be_opened_wherever_it_was_left() -> None:
    with file_of(KINDS["PNG"]) as file, tempfile.TemporaryFile() as spool:
        for position in (0, 7, os.fstat(file.fileno()).st_size):
            file.seek(position)
            strips = list(open_picture(file, Settings(), Options()).strips(spool))
            np.testing.assert_array_equal(np.concatenate(strips)[..., :3], RGB)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_is_dropped_leaves_no_file_open(kind: str) -> None:
    before = open_files()
    with opened(KINDS[kind]) as picture, tempfile.TemporaryFile() as spool:
        next(picture.strips(spool))
    del picture
    assert open_files() <= before
