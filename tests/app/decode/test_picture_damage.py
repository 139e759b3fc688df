"""A damaged or truncated file is an error, and never passes for a picture."""

from contextlib import suppress

import pytest

from app.base.errors import ColourRefused, ImageBroken, ImageTooLarge, UnknownFormat
from tests import pictures
from tests.app.reading import decoded
from tests.pictures import photo

RGB = photo(41, 29)
IEND = 12
"""The bytes of PNG's last chunk, which holds nothing of the picture."""

WHOLE = {
    "PNG": pictures.png(RGB),
    "interlaced PNG": pictures.png(RGB, interlaced=True),
    "16-bit PNG": pictures.png(pictures.deep_photo(40, 30)),
    "TIFF": pictures.tiff(RGB),
    "TIFF with its directory last": pictures.by_pillow(RGB, "TIFF"),
    "LZW TIFF": pictures.tiff(RGB, compression="lzw", rowsperstrip=7),
    "Deflate TIFF": pictures.tiff(RGB, compression="zlib", rowsperstrip=7),
    "PackBits TIFF": pictures.tiff(RGB, compression="packbits", rowsperstrip=7),
    "TIFF in planes": pictures.tiff(RGB, planarconfig="separate", rowsperstrip=7),
    "JPEG in TIFF": pictures.tiff(RGB, compression="jpeg", rowsperstrip=8),
    "tiled TIFF": pictures.tiff(RGB, tile=(16, 16)),
    "LZW tiles": pictures.tiff(RGB, tile=(16, 16), compression="lzw"),
    "Deflate tiles": pictures.tiff(RGB, tile=(16, 16), compression="zlib"),
    "JPEG tiles": pictures.tiff(RGB, tile=(16, 16), compression="jpeg"),
    "JPEG": pictures.jpeg(RGB),
    "progressive JPEG": pictures.jpeg(RGB, progressive=True),
    "WebP": pictures.webp(RGB),
    "lossy WebP": pictures.webp(RGB, lossless=False),
    "lossy WebP with alpha": pictures.webp(pictures.with_alpha(RGB), lossless=False),
    "AVIF": pictures.avif(RGB),
}
END = {"PNG", "interlaced PNG", "16-bit PNG"}


def cuts(kind: str) -> list[int]:
    """Return lengths all over the file, and every one close to either end."""
    length = len(WHOLE[kind])
    last = length - IEND if kind in END else length
    stride = max(1, length // 60)
    return sorted({*range(40), *range(40, last, stride), *range(last - 40, last)})


@pytest.mark.load  # decodes hundreds of damaged files
@pytest.mark.parametrize("kind", WHOLE)
def test_a_truncated_file_never_passes_for_a_picture(kind: str) -> None:
    passed = []
    for length in cuts(kind):
        try:
            decoded(WHOLE[kind][:length])
        except (ImageBroken, UnknownFormat):
            continue
        passed.append(length)
    assert passed == [], f"of {len(WHOLE[kind])} bytes"


@pytest.mark.parametrize("kind", sorted(END))
def test_a_png_that_lacks_only_its_end_mark_has_all_its_pixels(kind: str) -> None:
    data = WHOLE[kind]
    assert decoded(data[:-IEND]).tobytes() == decoded(data).tobytes()


@pytest.mark.slow
@pytest.mark.parametrize("kind", WHOLE)
def test_no_cut_at_all_passes_for_a_picture(kind: str) -> None:
    last = len(WHOLE[kind]) - (IEND if kind in END else 0)
    for length in range(last):
        with pytest.raises((ImageBroken, UnknownFormat)):
            decoded(WHOLE[kind][:length])


@pytest.mark.parametrize("kind", ["Deflate TIFF", "Deflate tiles", "PNG", "interlaced PNG"])
def test_a_hole_in_what_is_compressed_is_noticed(kind: str) -> None:
    data = bytearray(WHOLE[kind])
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(64)
    with pytest.raises(ImageBroken):
        decoded(bytes(data))


@pytest.mark.load  # decodes hundreds of damaged files
@pytest.mark.parametrize("kind", WHOLE)
def test_a_damaged_file_is_a_picture_or_a_named_error(kind: str) -> None:
    whole = WHOLE[kind]
    for place in range(0, len(whole), max(1, len(whole) // 80)):
        data = bytearray(whole)
        data[place] ^= 0x55
        with suppress(ImageBroken, ImageTooLarge, UnknownFormat, ColourRefused):
            decoded(bytes(data))


@pytest.mark.parametrize("kind", WHOLE)
def test_the_error_is_one_short_printable_line(kind: str) -> None:
    with pytest.raises(ImageBroken) as caught:
        decoded(WHOLE[kind][: len(WHOLE[kind]) // 2])
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_a_tag_that_libtiff_warns_of_does_no_harm() -> None:
    data = pictures.tiff(RGB, extratags=[(50_123, 3, 2, (1, 2), True)])
    assert decoded(data).tobytes() == decoded(pictures.tiff(RGB)).tobytes()
