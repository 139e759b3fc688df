import re

import pytest

from app.base.errors import ImageBroken
from app.encode.xmp import LARGEST, corrected

TIFF = 'xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
PHOTOSHOP = 'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'


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
def test_a_broken_packet_is_refused_and_the_error_names_the_way_out(
    packet: bytes,
) -> None:
    with pytest.raises(ImageBroken, match=r"its XMP .*; metadata=none$"):
        corrected(packet, "Press", 4)
