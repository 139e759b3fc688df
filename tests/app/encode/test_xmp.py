"""XMP for the CMYK file, and IPTC out of Photoshop's wrapping."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin

from app.base.errors import ImageBroken
from app.encode.xmp import LARGEST, corrected, records
from tests.pictures import by_pillow, photo

TIFF = 'xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
PHOTOSHOP = 'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
RECORDS = b"\x1c\x02\x50\0\x05Ansel\x1c\x02\x69\0\x04Moon"


def resource(number: int, name: bytes, data: bytes) -> bytes:
    """One of Photoshop's image resources: each part padded to an even length."""
    title = bytes([len(name)]) + name
    title += bytes(len(title) % 2)
    size = len(data).to_bytes(4, "big")
    return b"8BIM" + number.to_bytes(2, "big") + title + size + data + bytes(len(data) % 2)


def jpeg_with(block: bytes) -> bytes:
    """A JPEG with this in its thirteenth application segment."""
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


def test_bare_records_stay() -> None:
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


@pytest.mark.parametrize("samples", [4, 5])
def test_what_describes_the_pixels_describes_the_new_ones(samples: int) -> None:
    packet = f"""<a {TIFF} {PHOTOSHOP} tiff:SamplesPerPixel="3" tiff:ImageWidth="9"
        tiff:Orientation="6"><tiff:ImageLength>8</tiff:ImageLength>
        <photoshop:ICCProfile>sRGB</photoshop:ICCProfile></a>"""
    written = corrected(packet.encode(), "Press", samples).decode()
    assert f'tiff:SamplesPerPixel="{samples}"' in written
    assert 'tiff:Orientation="1"' in written
    assert "<photoshop:ICCProfile>Press</photoshop:ICCProfile>" in written
    assert not re.search("ImageWidth|ImageLength", written)


def test_without_a_profile_none_is_named() -> None:
    packet = f'<a {PHOTOSHOP} photoshop:ICCProfile="sRGB"/>'.encode()
    assert b'photoshop:ICCProfile="none"' in corrected(packet, "", 4)


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<a>",
        b"<!DOCTYPE a><a/>",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b"<a>" * 5000 + b"</a>" * 5000,
        b"<a>" + b" " * LARGEST + b"</a>",
    ],
    ids=["nothing", "cut", "document type", "no encoding", "other encoding", "deep", "long"],
)
def test_what_cannot_be_read_is_refused_and_the_way_out_told(packet: bytes) -> None:
    with pytest.raises(ImageBroken, match=r"its XMP .*; metadata=none$"):
        corrected(packet, "Press", 4)
