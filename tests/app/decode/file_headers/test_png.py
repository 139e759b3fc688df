from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import ImageBroken
from app.decode.file_headers.png import PngFacts, png_facts
from tests import pictures
from tests.app.reading import file_of
from tests.pictures import photo

RGB = photo(5, 3)


def facts_of(data: bytes) -> PngFacts:
    with file_of(data) as file:
        file.seek(7)
        found = png_facts(file.fileno())
        assert file.tell() == 7
        return found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (pictures.png(RGB), PngFacts()),
        (pictures.png(RGB, icc=b"no profile"), PngFacts(has_profile=True)),
        (
            pictures.png(RGB, pixels_per_metre=(11_811, 5000)),
            PngFacts(dpi=(Fraction("299.9994"), Fraction(127))),
        ),
    ],
)
def test_the_facts_before_the_picture(data: bytes, found: PngFacts) -> None:
    assert facts_of(data) == found


def test_a_ratio_is_no_resolution() -> None:
    data = bytearray(pictures.png(RGB, pixels_per_metre=(2, 1)))
    data[data.index(b"pHYs") + 4 + 8] = 0
    assert facts_of(bytes(data)) == PngFacts()


def test_every_cut_before_the_picture_is_an_error() -> None:
    data = pictures.png(RGB, icc=b"no profile", pixels_per_metre=(1, 1))
    for length in range(data.index(b"IDAT") + 4):
        with pytest.raises(ImageBroken, match="ends before its picture"):
            facts_of(data[:length])


def test_chunks_without_end_are_an_error() -> None:
    data = pictures.png(RGB)
    start = data.index(b"IDAT") - 4
    with pytest.raises(ImageBroken, match="more than 1000 chunks"):
        facts_of(data[:start] + (bytes(4) + b"teXt" + bytes(4)) * 2000 + data[start:])


@given(st.binary(max_size=200))
def test_any_bytes_give_an_answer_or_a_named_error(body: bytes) -> None:
    try:
        found = facts_of(b"\x89PNG\r\n\x1a\n" + body)
    except ImageBroken:
        return
    assert b"IDAT" in body
    assert found.has_profile <= (b"iCCP" in body)
