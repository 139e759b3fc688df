"""The facts of a picture's header, and how its file is opened and closed."""

import os
import tempfile

import numpy as np
import pytest

from app.base.errors import UnknownFormat
from app.base.options import Options
from app.base.settings import Settings
from app.decode.picture import open_picture
from lut.icc.source_profiles import named
from tests import pictures
from tests.app.reading import file_of, open_files, opened
from tests.pictures import photo

RGB = photo(67, 43)
KINDS = {
    "JPEG": pictures.jpeg(RGB),
    "PNG": pictures.png(RGB),
    "TIFF": pictures.tiff(RGB),
    "WebP": pictures.webp(RGB),
    "AVIF": pictures.avif(RGB),
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_invented_where_the_file_states_nothing(kind: str) -> None:
    with opened(KINDS[kind]) as picture:
        assert (picture.header.width, picture.header.height) == (67, 43)
        assert picture.header.colour == "RGB"
        assert picture.header.profile is None
        assert picture.header.resolution is None


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


@pytest.mark.parametrize("turn", [0, 9, 65_535])
def test_an_orientation_that_is_none_is_upright(turn: int) -> None:
    with opened(pictures.tiff(RGB, orientation=turn)) as picture:
        assert (picture.header.width, picture.header.height) == (67, 43)


@pytest.mark.parametrize("data", [b"", b"a text", b"%PDF-1.7", b"GIF89a" + bytes(100)])
def test_a_file_that_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownFormat), opened(data):
        pass


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
