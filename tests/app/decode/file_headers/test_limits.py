import re
from typing import Any

import pytest

from app.base.errors import ImageTooLarge
from tests import pictures
from tests.app.reading import opened
from tests.pictures import deep_photo, photo

RGB = photo(67, 43)
KINDS = {
    "JPEG": pictures.jpeg(RGB),
    "PNG": pictures.png(RGB),
    "TIFF": pictures.tiff(RGB),
    "WebP": pictures.webp(RGB),
    "AVIF": pictures.avif(RGB),
}
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


@pytest.mark.parametrize(("data", "limit", "words"), LIMITS)
def test_a_picture_beyond_a_limit_is_refused(
    data: bytes, limit: dict[str, Any], words: str
) -> None:
    with pytest.raises(ImageTooLarge, match=re.escape(words)), opened(data, **limit):
        pass


@pytest.mark.parametrize(("data", "limit", "words"), LIMITS)
def test_at_the_limit_it_is_taken(data: bytes, limit: dict[str, Any], words: str) -> None:
    with opened(data, **{name: value + 1 for name, value in limit.items()}) as picture:
        assert picture.header.width * picture.header.height == 67 * 43


def test_what_is_decoded_in_strips_needs_no_decoder_memory() -> None:
    for data in (KINDS["JPEG"], KINDS["PNG"], KINDS["TIFF"]):
        with opened(data, max_decoder_memory=1) as picture:
            assert picture.header.width == 67
