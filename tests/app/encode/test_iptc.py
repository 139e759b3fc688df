import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin

from app.encode.iptc import records
from tests.pictures import by_pillow, photo

RECORDS = b"\x1c\x02\x50\0\x05Ansel\x1c\x02\x69\0\x04Moon"


def resource(number: int, name: bytes, data: bytes) -> bytes:
    """Return one of Photoshop's image resources: each part padded to an even length."""
    title = bytes([len(name)]) + name
    title += bytes(len(title) % 2)
    size = len(data).to_bytes(4, "big")
    return b"8BIM" + number.to_bytes(2, "big") + title + size + data + bytes(len(data) % 2)


def jpeg_with(block: bytes) -> bytes:
    """Return a JPEG with this in its thirteenth application segment (APP13)."""
    plain = by_pillow(photo(8, 8), "JPEG")
    return plain[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + plain[2:]


def wrapped(*resources: bytes) -> bytes:
    return b"Photoshop 3.0\0" + b"".join(resources)


@pytest.mark.parametrize("name", [b"", b"x", b"xy"])
@pytest.mark.parametrize("before", [b"", b"1", b"22"])
def test_records_are_unwrapped_as_another_reader_does(name: bytes, before: bytes) -> None:
    block = wrapped(resource(0x03F3, name, before), resource(0x0404, name, RECORDS))
    assert records(block) == RECORDS
    with Image.open(io.BytesIO(jpeg_with(block))) as picture:
        assert IptcImagePlugin.getiptcinfo(picture) == {(2, 80): b"Ansel", (2, 105): b"Moon"}


def test_records_without_wrapping_stay() -> None:
    assert records(RECORDS) == RECORDS


def test_what_holds_no_records_gives_none() -> None:
    assert records(b"") == records(b"something") == b""
    assert records(wrapped(resource(0x03F3, b"", b"dpi"))) == b""


@given(st.binary(max_size=64))
def test_any_wrapping_ends(damage: bytes) -> None:
    assert records(wrapped(damage)) in wrapped(damage)


@given(st.integers(0, 40))
def test_a_cut_wrapping_gives_the_records_start(length: int) -> None:
    block = wrapped(resource(0x0404, b"", RECORDS))
    assert RECORDS.startswith(records(block[:length]))
