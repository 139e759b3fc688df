"""Every kind of picture that is read, against its own samples."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from app.decode.uncompressed_tiff import UncompressedPixels
from tests import pictures
from tests.app.reading import decoded, on_white, opened
from tests.pictures import Pixels, Samples, deep_photo, photo, stored_as

WIDTH, HEIGHT = 67, 43
SHALLOW = photo(WIDTH, HEIGHT)
DEEP = deep_photo(WIDTH, HEIGHT)
LAYOUTS: dict[str, Callable[[Samples], Samples]] = {
    "grey": pictures.grey_of,
    "grey and alpha": lambda picture: pictures.with_alpha(pictures.grey_of(picture)),
    "RGB": lambda picture: picture,
    "RGBA": pictures.with_alpha,
}
TIFF_KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "big-endian": {"byteorder": ">"},
    "BigTIFF": {"bigtiff": True},
    "big-endian BigTIFF": {"bigtiff": True, "byteorder": ">"},
    "one row a strip": {"rowsperstrip": 1},
    "LZW": {"compression": "lzw"},
    "LZW with predictor": {"compression": "lzw", "predictor": 2},
    "Deflate": {"compression": "zlib"},
    "Deflate with predictor": {"compression": "zlib", "predictor": 2},
    "PackBits": {"compression": "packbits"},
    "tiles": {"tile": (16, 32)},
    "LZW tiles": {"tile": (16, 16), "compression": "lzw"},
    "BigTIFF Deflate tiles": {"tile": (32, 16), "compression": "zlib", "bigtiff": True},
}
deep_or_not = pytest.mark.parametrize("deep", [False, True], ids=["8 bits", "16 bits"])
layouts = pytest.mark.parametrize("layout", LAYOUTS)


def laid_out(layout: str, deep: bool) -> tuple[Samples, int]:
    return LAYOUTS[layout](DEEP if deep else SHALLOW), 65_535 if deep else 255


def assert_shows(data: bytes, samples: Samples, white: int) -> None:
    rgbx = decoded(data)
    np.testing.assert_array_equal(rgbx[..., :3], on_white(samples, white))
    with opened(data) as picture:
        assert isinstance(picture.stored, UncompressedPixels) or (rgbx[..., 3] == 255).all()


@layouts
@deep_or_not
@pytest.mark.parametrize("interlaced", [False, True])
def test_png(layout: str, deep: bool, interlaced: bool) -> None:
    samples, white = laid_out(layout, deep)
    assert_shows(pictures.png(samples, interlaced=interlaced), samples, white)


@layouts
@deep_or_not
@pytest.mark.parametrize("kind", TIFF_KINDS)
def test_tiff(layout: str, deep: bool, kind: str) -> None:
    samples, white = laid_out(layout, deep)
    assert_shows(pictures.tiff(samples, **TIFF_KINDS[kind]), samples, white)


@deep_or_not
@pytest.mark.parametrize("layout", ["RGB", "RGBA"])
@pytest.mark.parametrize("compression", [None, "zlib"])
def test_tiff_in_planes(layout: str, deep: bool, compression: str | None) -> None:
    samples, white = laid_out(layout, deep)
    data = pictures.tiff(samples, planarconfig="separate", compression=compression)
    assert_shows(data, samples, white)


@layouts
def test_webp(layout: str) -> None:
    samples, white = laid_out(layout, False)
    if samples.shape[-1] <= 2:
        samples = np.concatenate([samples[..., :1]] * 3 + [samples[..., 1:]], axis=-1)
    assert_shows(pictures.webp(samples), samples, white)


@pytest.mark.parametrize("layout", ["RGB", "RGBA"])
@pytest.mark.parametrize("bits", [8, 10, 12])
def test_avif(layout: str, bits: int) -> None:
    samples, _ = laid_out(layout, bits > 8)
    samples = samples >> (samples.itemsize * 8 - bits)
    assert_shows(pictures.avif(samples, bits), samples, (1 << bits) - 1)


@pytest.mark.parametrize("bits", [10, 12])
@pytest.mark.parametrize("layout", ["RGB", "RGBA"])
def test_white_is_white_at_every_depth_of_avif(bits: int, layout: str) -> None:
    white = np.full((8, 8, 3 if layout == "RGB" else 4), (1 << bits) - 1, np.uint16)
    assert (decoded(pictures.avif(white, bits)) == 255).all()


@pytest.mark.parametrize("bits", [1, 2, 4])
@pytest.mark.parametrize("interlaced", [False, True])
def test_png_of_few_bits(bits: int, interlaced: bool) -> None:
    grey = pictures.grey_of(SHALLOW) >> (8 - bits)
    assert_shows(pictures.png(grey, bits=bits, interlaced=interlaced), grey, (1 << bits) - 1)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("clear", [0, 2])
@pytest.mark.parametrize("interlaced", [False, True])
def test_png_with_a_palette(bits: int, clear: int, interlaced: bool) -> None:
    indices, palette = pictures.indexed(WIDTH, HEIGHT, 1 << bits)
    alphas = [0, 77][:clear]
    data = pictures.png(
        indices, bits=bits, palette=palette, transparent=alphas, interlaced=interlaced
    )
    alpha = np.array(alphas + [255] * (256 - clear), np.uint8)[indices]
    assert_shows(data, np.concatenate([palette[indices[..., 0]], alpha], axis=-1), 255)


@deep_or_not
@pytest.mark.parametrize("layout", ["grey", "RGB"])
def test_png_with_one_clear_colour(layout: str, deep: bool) -> None:
    samples, white = laid_out(layout, deep)
    clear = samples[HEIGHT // 2, WIDTH // 2]
    data = pictures.png(samples, transparent=[int(value) for value in clear])
    alpha = np.where((samples == clear).all(axis=-1, keepdims=True), 0, white)
    assert_shows(data, np.concatenate([samples, alpha.astype(samples.dtype)], axis=-1), white)


@pytest.mark.parametrize("compression", ["raw", "group4", "packbits", "tiff_lzw"])
def test_tiff_of_one_bit(compression: str) -> None:
    tones = pictures.two_tone(WIDTH, HEIGHT)
    data = pictures.by_pillow(tones.astype(bool), "TIFF", compression=compression)
    assert_shows(data, tones, 1)


@deep_or_not
def test_tiff_whose_white_is_zero(deep: bool) -> None:
    samples, white = laid_out("grey", deep)
    assert_shows(pictures.tiff(samples, photometric="miniswhite"), white - samples, white)


def test_tiff_with_a_palette() -> None:
    indices, palette = pictures.indexed(WIDTH, HEIGHT, 256)
    colours = palette.T.astype(np.uint16) * 257
    data = pictures.tiff(indices, photometric="palette", colormap=colours)
    assert_shows(data, palette[indices[..., 0]], 255)


@deep_or_not
@pytest.mark.parametrize("layout", ["grey and alpha", "RGBA"])
@pytest.mark.parametrize("tile", [None, (32, 32)])
def test_tiff_whose_colours_are_multiplied_by_alpha(
    layout: str, deep: bool, tile: tuple[int, int] | None
) -> None:
    samples, white = laid_out(layout, deep)
    wide = samples.astype(np.int64)
    colours, alpha = wide[..., :-1] * wide[..., -1:] // white, wide[..., -1:]
    multiplied = np.concatenate([colours, alpha], axis=-1).astype(samples.dtype)
    data = pictures.tiff(multiplied, extrasamples=["assocalpha"], tile=tile)
    # The decoder may divide by alpha and round: a level is lost where it is multiplied again.
    difference = decoded(data)[..., :3] - on_white(colours + white - alpha, white)
    assert np.abs(difference).max() <= 1


@deep_or_not
@pytest.mark.parametrize("layout", ["grey and alpha", "RGBA"])
def test_a_tiffs_further_sample_that_is_no_alpha_hides_nothing(layout: str, deep: bool) -> None:
    samples, white = laid_out(layout, deep)
    data = pictures.tiff(samples, extrasamples=["unspecified"])
    assert_shows(data, samples[..., :-1], white)


@pytest.mark.parametrize("tile", [None, (32, 32)])
@pytest.mark.parametrize("layout", ["grey", "RGB"])
def test_jpeg_in_tiff(layout: str, tile: tuple[int, int] | None) -> None:
    samples, _ = laid_out(layout, False)
    data = pictures.tiff(samples, compression="jpeg", tile=tile)
    reference = tifffile.imread(io.BytesIO(data)).reshape(samples.shape)
    difference = decoded(data)[..., :3].astype(int) - reference
    assert np.abs(difference).max() <= 2


def by_pillow(data: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


@pytest.mark.parametrize("layout", ["grey", "RGB"])
@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"quality": 60}, {"subsampling": "4:2:0"}], ids=str
)
def test_jpeg(layout: str, options: dict[str, Any]) -> None:
    samples, _ = laid_out(layout, False)
    data = pictures.jpeg(samples, **options)
    difference = decoded(data)[..., :3].astype(int) - by_pillow(data)
    assert np.abs(difference).mean() < 0.1
    assert np.abs(difference).max() <= 2


def test_lossy_webp() -> None:
    data = pictures.webp(SHALLOW, lossless=False, quality=90)
    difference = decoded(data)[..., :3].astype(int) - by_pillow(data)
    assert np.abs(difference).mean() < 0.1


def test_lossy_avif() -> None:
    data = pictures.by_pillow(SHALLOW, "AVIF", quality=90, subsampling="4:4:4")
    difference = decoded(data)[..., :3].astype(int) - by_pillow(data)
    assert np.abs(difference).mean() < 1


UPRIGHT: dict[str, Callable[[Pixels, int], bytes]] = {
    "PNG": lambda stored, turn: pictures.png(stored, orientation=turn),
    "TIFF": lambda stored, turn: pictures.tiff(stored, orientation=turn),
    "tiled TIFF": lambda stored, turn: pictures.tiff(stored, orientation=turn, tile=(16, 16)),
    "WebP": lambda stored, turn: pictures.webp(stored, exif=pictures.exif(turn)),
}


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", UPRIGHT)
def test_a_turned_picture_is_read_upright(kind: str, turn: int) -> None:
    assert_shows(UPRIGHT[kind](stored_as(SHALLOW, turn), turn), SHALLOW, 255)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_a_turned_lossy_picture_is_read_upright(kind: str, turn: int) -> None:
    stored = stored_as(SHALLOW, turn)
    data = pictures.by_pillow(stored, kind, quality=95, exif=pictures.exif(turn))
    difference = decoded(data)[..., :3].astype(int) - SHALLOW
    assert np.abs(difference).mean() < 5
