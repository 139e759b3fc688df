"""Whole files through the service: alpha, CMYK that is kept, pages, metadata."""

import io
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import pytest
import pyvips
import tifffile
from PIL import Image

from lut import Conditions, Table
from lut.base.packing import Bytes
from lut.icc.source_profiles import named
from tests import pictures
from tests.oracle import inks_of
from tests.programs import IMAGEMAGICK, program, run

RGB = pictures.photo(67, 41)
RGBA = np.concatenate([RGB, pictures.photo(67, 41, seed=5)[..., :1]], axis=-1)
INKS = np.concatenate([RGB, RGB[..., :1] // 2], axis=-1)
PRESS = Conditions()["fogra39-coated"].profile.data

Convert = Callable[..., tifffile.TiffFile]


@pytest.fixture
def convert(client: httpx.Client, tmp_path: Path) -> Convert:
    def post(content: bytes, **params: object) -> tifffile.TiffFile:
        answer = client.post("/v1/convert", content=content, params=dict(params))  # type: ignore[arg-type]  # text or lists
        (tmp_path / "out.tif").write_bytes(answer.raise_for_status().content)
        return tifffile.TiffFile(io.BytesIO(answer.content))

    return post


def tag(tiff: tifffile.TiffFile, code: int) -> object:
    found = tiff.pages.first.tags.get(code)
    return found.value if found else None


@pytest.mark.parametrize("compression", ["none", "lzw", "deflate"])
def test_alpha_is_kept_as_a_fifth_sample(
    convert: Convert, table: Table, tmp_path: Path, compression: str
) -> None:
    expected = np.concatenate([inks_of(table, RGB), RGBA[..., 3:]], axis=-1)
    tiff = convert(pictures.tiff(RGBA), alpha="keep", compression=compression)
    assert tiff.pages.first.extrasamples == (tifffile.EXTRASAMPLE.UNASSALPHA,)
    np.testing.assert_array_equal(tiff.asarray(), expected)
    by_libvips = pyvips.Image.tiffload(str(tmp_path / "out.tif"), fail_on="warning")
    assert (by_libvips.interpretation, by_libvips.hasalpha()) == ("cmyk", True)
    np.testing.assert_array_equal(by_libvips.numpy(), expected)
    done = run(program("tiffinfo"), tmp_path / "out.tif")
    assert not done.stderr
    assert b"Extra Samples: 1<unassoc-alpha>" in done.stdout
    raw = run(program(*IMAGEMAGICK), tmp_path / "out.tif", "-depth", "8", "cmyka:-").stdout
    np.testing.assert_array_equal(np.frombuffer(raw, np.uint8).reshape(expected.shape), expected)


def test_a_picture_without_alpha_has_none_to_keep(convert: Convert) -> None:
    assert convert(pictures.tiff(RGB), alpha="keep").pages.first.samplesperpixel == 4


def test_alpha_is_flattened_on_a_background(convert: Convert, table: Table) -> None:
    paper, alpha = np.array([0x20, 0x80, 0xF0]), RGBA[..., 3:].astype(int)
    flat = (2 * (RGB * alpha + paper * (255 - alpha)) + 255) // (2 * 255)
    tiff = convert(pictures.tiff(RGBA), background="2080f0")
    np.testing.assert_array_equal(tiff.asarray(), inks_of(table, flat.astype(np.uint8)))


@pytest.mark.parametrize("compression", ["none", "lzw"])
def test_cmyk_is_kept_unchanged(convert: Convert, compression: str) -> None:
    came = pictures.tiff(INKS, photometric="separated", extrasamples=(), iccprofile=PRESS)
    tiff = convert(came, cmyk="keep", compression=compression)
    np.testing.assert_array_equal(tiff.asarray(), INKS)
    assert (tag(tiff, 34675), tag(tiff, 337)) == (PRESS, None)


def test_a_cmyk_jpeg_of_adobe_is_turned_right(convert: Convert) -> None:
    came = pictures.jpeg(INKS, cmyk=True, quality=100)
    with Image.open(io.BytesIO(came)) as image:
        expected = np.asarray(image).astype(int)
    kept = convert(came, cmyk="keep").asarray()
    assert np.abs(kept - expected).max() <= 1
    assert np.abs(kept - INKS.astype(int)).mean() < 3


@pytest.mark.parametrize("rule", ["max_ink=240", "black=pure", "brand=000000:0,0,0,100"])
def test_a_rule_for_kept_inks_is_refused(client: httpx.Client, rule: str) -> None:
    came = pictures.tiff(INKS, photometric="separated", extrasamples=())
    answer = client.post(f"/v1/convert?cmyk=keep&{rule}", content=came)
    assert (answer.status_code, rule.split("=", maxsplit=1)[0] in answer.json()["detail"]) == (
        400,
        True,
    )
    assert client.post(f"/v1/convert?cmyk=keep&{rule}", content=pictures.tiff(RGB)).is_success


def test_every_page_can_be_asked_for(client: httpx.Client, table: Table) -> None:
    file = io.BytesIO()
    pages = [pictures.photo(20 + page, 10, seed=page) for page in range(3)]
    with tifffile.TiffWriter(file) as writer:
        for page in pages:
            writer.write(page, photometric="rgb", metadata=None)
    for number, page in enumerate(pages, start=1):
        answer = client.post(f"/v1/convert?page={number}", content=file.getvalue())
        assert answer.headers["x-platesetter-pages"] == "3"
        np.testing.assert_array_equal(
            tifffile.imread(io.BytesIO(answer.content)), inks_of(table, page)
        )
    refused = client.post("/v1/convert?page=4", content=file.getvalue())
    assert (refused.status_code, refused.json()["detail"]) == (400, "page must be 1 … 3, got 4")


def test_the_profile_may_be_left_out(convert: Convert) -> None:
    assert tag(convert(pictures.tiff(RGB), profile="none"), 34675) is None


def test_the_condition_is_the_target_printer(convert: Convert) -> None:
    assert tag(convert(pictures.tiff(RGB)), 337) == "iso-coated-v2-300"


def test_a_print_width_sets_the_resolution(convert: Convert) -> None:
    tiff = convert(pictures.tiff(RGB), print_width="17.018mm")
    assert tag(tiff, 282) == tag(tiff, 283) == (100, 1)


XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 exif:GPSLatitude="52,31.2N" exif:ColorSpace="1" photoshop:ColorMode="3"
 photoshop:ICCProfile="sRGB"><exif:GPSLongitude>13,24.6E</exif:GPSLongitude>
<dc:creator>Ansel</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def with_xmp(packet: bytes) -> bytes:
    return pictures.tiff(RGB, extratags=[(700, 1, len(packet), packet, True)])


def test_metadata_is_kept_corrected_and_without_a_place(convert: Convert) -> None:
    kept = tag(convert(with_xmp(XMP), metadata="keep"), 700)
    assert isinstance(kept, bytes)
    assert b"Ansel" in kept
    assert b"GPS" not in kept
    assert b"exif:ColorSpace" not in kept
    assert b'photoshop:ColorMode="4"' in kept
    assert b'photoshop:ICCProfile="ISO Coated v2 300% (basICColor)"' in kept
    assert kept.startswith(b"<?xpacket begin=")


def test_metadata_is_left_out_by_default(convert: Convert) -> None:
    assert tag(convert(with_xmp(XMP)), 700) is None


@pytest.mark.parametrize("packet", [b"<a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_metadata_that_cannot_be_read_is_refused(client: httpx.Client, packet: bytes) -> None:
    answer = client.post("/v1/convert?metadata=keep", content=with_xmp(packet))
    assert answer.status_code == 422
    assert "metadata=none" in answer.json()["detail"]


def test_rules_hold_over_http(client: httpx.Client, convert: Convert) -> None:
    black = np.zeros((4, 4, 3), np.uint8)
    assert (convert(pictures.tiff(black), black="pure").asarray() == (0, 0, 0, 255)).all()
    limited: Bytes = convert(pictures.tiff(RGB // 8), max_ink="240").asarray()
    assert limited.sum(axis=-1, dtype=int).max() <= 240 * 2.55
    red = np.full((4, 4, 3), (0xE3, 6, 0x13), np.uint8)
    brands = ["E30613:0,100,100,0", "000000:0,0,0,100"]
    assert (convert(pictures.tiff(red), brand=brands).asarray() == (0, 255, 255, 0)).all()
    refused = client.post("/v1/convert?brand=red", content=pictures.tiff(red))
    assert (refused.status_code, "brand must look like" in refused.text) == (400, True)


def test_a_profile_may_be_sent_beside_the_picture(client: httpx.Client) -> None:
    p3 = named("display-p3").data
    files = {"file": ("a.tif", pictures.tiff(RGB)), "source_profile": ("p3.icc", p3)}
    sent = client.post("/v1/convert", files=files)
    asked = client.post("/v1/convert?source=display-p3", content=pictures.tiff(RGB))
    assert sent.headers["x-platesetter-source"] == "Display P3 (sent)"
    assert sent.content == asked.content
    twice = client.post("/v1/convert?source=srgb", files=files)
    assert (twice.status_code, "source must be auto" in twice.text) == (400, True)
    broken = client.post("/v1/convert", files={**files, "source_profile": b"x"})
    assert (broken.status_code, "source=srgb" in broken.text) == (422, True)


def test_adobe_rgb_of_a_camera_is_recognised(client: httpx.Client) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 65535
    exif.get_ifd(0x8769)[0xA005] = {1: "R03"}
    marked = pictures.jpeg(RGB, exif=exif)
    answer = client.post("/v1/convert", content=marked)
    source = "Compatible with Adobe RGB (1998) (marked in EXIF)"
    assert answer.headers["x-platesetter-source"] == source
    asked = client.post("/v1/convert?source=adobe-rgb", content=marked)
    assert answer.content == asked.content
