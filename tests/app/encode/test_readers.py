"""What we write, read by other programs: the same pixels, CMYK, profile and resolution."""

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
from tests.oracle import inks_of
from tests.programs import IMAGEMAGICK, program, run

COMPRESSIONS = ("none", "lzw", "deflate")
SIZES = [(1, 1), (2, 3), (3, 2), (251, 127), (65_537, 1), (1, 1009)]
PROFILE = Conditions()["iso-coated-v2-300"].profile.data

Converted = Callable[[tuple[int, int], str], tuple[Path, Bytes]]


def png(rgb: Bytes) -> bytes:
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "PNG")
    return file.getvalue()


def dpi_of(size: tuple[int, int]) -> int:
    """Return a resolution at which a PDF's page is neither too narrow nor too wide."""
    return 720 if max(size) > 14_000 else 72


@pytest.fixture
def converted(client: httpx.Client, table: Table, tmp_path: Path) -> Converted:
    def convert(size: tuple[int, int], compression: str) -> tuple[Path, Bytes]:
        width, height = size
        rgb = np.random.default_rng(width).integers(0, 256, (height, width, 3), np.uint8)
        answer = client.post(
            "/v1/convert",
            params={"compression": compression, "dpi": dpi_of(size)},
            content=png(rgb),
        )
        path = tmp_path / "out.tif"
        path.write_bytes(answer.raise_for_status().content)
        return path, inks_of(table, rgb)

    return convert


@pytest.fixture(params=[(size, c) for size in SIZES for c in COMPRESSIONS], ids=str)
def case(request: pytest.FixtureRequest, converted: Converted) -> tuple[Path, Bytes, int]:
    size, compression = request.param
    return *converted(size, compression), dpi_of(size)


def test_tifffile_reads_it(case: tuple[Path, Bytes, int]) -> None:
    path, inks, dpi = case
    with tifffile.TiffFile(path) as tiff:
        page = tiff.pages.first
        assert page.photometric == tifffile.PHOTOMETRIC.SEPARATED
        assert page.tags[34675].value == PROFILE
        assert page.tags["XResolution"].value == page.tags["YResolution"].value == (dpi, 1)
        np.testing.assert_array_equal(page.asarray().reshape(inks.shape), inks)


def test_pillow_reads_it(case: tuple[Path, Bytes, int]) -> None:
    path, inks, dpi = case
    with Image.open(path) as image:
        assert image.mode == "CMYK"
        assert image.info["icc_profile"] == PROFILE
        assert image.info["dpi"] == (dpi, dpi)
        np.testing.assert_array_equal(np.asarray(image), inks)


def test_libvips_reads_it(case: tuple[Path, Bytes, int]) -> None:
    path, inks, dpi = case
    image = pyvips.Image.tiffload(str(path), fail_on="warning")
    assert image.interpretation == "cmyk"
    assert image.get("icc-profile-data") == PROFILE
    assert image.xres * 25.4 == pytest.approx(dpi)
    np.testing.assert_array_equal(image.numpy(), inks)


def test_libtiff_finds_nothing_to_warn_of(case: tuple[Path, Bytes, int]) -> None:
    path, _, dpi = case
    done = run(program("tiffinfo"), "-D", path)
    assert not done.stderr
    assert b"Photometric Interpretation: separated" in done.stdout
    assert f"Resolution: {dpi}, {dpi} pixels/inch".encode() in done.stdout
    assert f"ICC Profile: <present>, {len(PROFILE)} bytes".encode() in done.stdout


def test_imagemagick_reads_it(
    case: tuple[Path, Bytes, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, inks, dpi = case
    magick = program(*IMAGEMAGICK)
    # Distributions forbid it pictures wider than 16,000 pixels.
    wide = '<policymap><policy domain="resource" name="width" value="1MP"/></policymap>'
    (tmp_path / "policy.xml").write_text(wide)
    monkeypatch.setenv("MAGICK_CONFIGURE_PATH", str(tmp_path))
    words = run(magick, path, "-format", "%[colorspace] %x %[profile:icc]", "info:").stdout
    assert words.startswith(f"CMYK {dpi}".encode())
    assert b"ISO Coated v2 300% (basICColor)" in words
    raw = run(magick, path, "-depth", "8", "cmyk:-").stdout
    np.testing.assert_array_equal(np.frombuffer(raw, np.uint8).reshape(inks.shape), inks)


def test_ghostscript_prints_it(case: tuple[Path, Bytes, int], tmp_path: Path) -> None:
    path, inks, dpi = case
    pdf, page = tmp_path / "page.pdf", tmp_path / "page.tif"
    run(program("tiff2pdf"), "-o", pdf, path)
    options = ("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dUseFastColor", "-sDEVICE=tiff32nc")
    run(program("gs"), *options, f"-r{dpi}", f"-sOutputFile={page}", pdf)
    np.testing.assert_array_equal(tifffile.imread(page).reshape(inks.shape), inks)


def test_the_same_picture_gives_the_same_bytes(client: httpx.Client) -> None:
    picture = png(np.zeros((5, 7, 3), np.uint8))
    first, second = (client.post("/v1/convert", content=picture).content for _ in range(2))
    assert first == second
    assert tifffile.TiffFile(io.BytesIO(first)).pages.first.tags.get("DateTime") is None
