from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import UnknownFormat
from app.decode.formats import AVIF, FORMATS, JPEG, PNG, SNIFF, TIFF, WEBP, Format, recognise
from tests import pictures
from tests.pictures import photo

PHOTO = photo(8, 8)


@pytest.mark.parametrize(
    ("format_", "data"),
    [
        (JPEG, pictures.jpeg(PHOTO)),
        (PNG, pictures.png(PHOTO)),
        (TIFF, pictures.tiff(PHOTO)),
        (TIFF, pictures.tiff(PHOTO, byteorder=">")),
        (TIFF, pictures.tiff(PHOTO, bigtiff=True)),
        (TIFF, pictures.tiff(PHOTO, bigtiff=True, byteorder=">")),
        (WEBP, pictures.webp(PHOTO)),
        (WEBP, pictures.webp(PHOTO, lossless=False)),
        (AVIF, pictures.avif(PHOTO)),
        (AVIF, b"\0\0\0\x1cftypavis"),
        (AVIF, b"\0\0\0\x1cftypmif1"),
        (AVIF, b"\0\0\0\x1cftypmiaf"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(format_: Format, data: bytes) -> None:
    assert recognise(data[:SNIFF]) is format_


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7\n",
        b"GIF89a",
        b"BM\0\0",
        b"\xff\xd8",
        b"\x89PNG",
        b"II*",
        b"II\0*",
        b"RIFF\0\0\0\0WAVE",
        b"\0\0\0\x1cftypheic",
        b"<svg xmlns=",
        b"\0\0\0\x0cjP  \r\n",
        b"8BPS\0\1",
    ],
)
def test_any_other_is_refused_and_shown(head: bytes) -> None:
    with pytest.raises(UnknownFormat) as caught:
        recognise(head)
    assert str(caught.value) == (
        "expected one of JPEG, PNG, TIFF, WebP, AVIF, "
        f"got a file that begins with {' '.join(f'{byte:02x}' for byte in head[:8])}"
    )


def test_an_empty_file_is_called_empty() -> None:
    with pytest.raises(UnknownFormat, match="nothing: it is empty"):
        recognise(b"")


@given(st.binary(max_size=SNIFF))
def test_any_bytes_are_one_of_five_or_refused(head: bytes) -> None:
    with suppress(UnknownFormat):
        assert recognise(head) in FORMATS


def test_only_two_formats_are_always_decoded_whole() -> None:
    assert [format_.name for format_ in FORMATS if format_.whole] == ["WebP", "AVIF"]
