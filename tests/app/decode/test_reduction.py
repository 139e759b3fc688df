"""Pictures reduced for viewing: their size, and that nothing else about them changes."""

import tempfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.base.options import Options
from app.base.settings import Settings
from app.decode.picture import open_picture
from lut.base.packing import Bytes
from tests import pictures
from tests.app.reading import file_of
from tests.pictures import photo, with_alpha

pytestmark = pytest.mark.load  # libvips decodes, shrinks and resizes in five formats

PHOTO = photo(640, 420)
FORMATS: dict[str, Callable[..., bytes]] = {
    "JPEG": pictures.jpeg,
    "PNG": pictures.png,
    "TIFF": pictures.tiff,
    "WebP": pictures.webp,
    "AVIF": pictures.avif,
}


def reduced(data: bytes, size: int, **options: Any) -> tuple[Bytes, tuple[int, int]]:
    """Return its pixels, and its full size."""
    with file_of(data) as file, tempfile.TemporaryFile() as spool:
        picture = open_picture(file, Settings(), Options(**options), size)
        rgbx = np.concatenate(list(picture.strips(spool)))
        assert rgbx.shape == (picture.header.height, picture.header.width, 4)
        return rgbx, picture.header.full


def by_pillow(samples: Bytes, width: int, height: int) -> Bytes:
    return np.asarray(Image.fromarray(samples).resize((width, height), Image.Resampling.BOX))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("size", [300, 160, 75, 33])
def test_the_longer_side_has_that_size(format_: str, size: int) -> None:
    rgbx, full = reduced(FORMATS[format_](PHOTO), size)
    assert full == (640, 420)
    assert rgbx.shape[:2] == (round(420 * size / 640), size)
    expected = by_pillow(PHOTO, size, rgbx.shape[0])
    assert np.abs(rgbx[..., :3].astype(int) - expected).mean() < 5


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("size", [640, 4096])
def test_nothing_is_enlarged(format_: str, size: int) -> None:
    data = FORMATS[format_](PHOTO)
    whole, _ = reduced(data, 640)
    rgbx, full = reduced(data, size)
    assert full == rgbx.shape[1::-1] == (640, 420)
    np.testing.assert_array_equal(rgbx, whole)


def test_a_turned_picture_is_upright() -> None:
    turned = pictures.jpeg(pictures.stored_as(PHOTO, 6), exif=pictures.exif(6))
    rgbx, full = reduced(turned, 160)
    assert full == (640, 420)
    assert rgbx.shape[:2] == (105, 160)
    assert np.abs(rgbx[..., :3].astype(int) - by_pillow(PHOTO, 160, 105)).mean() < 5


def test_what_nothing_covers_leaves_no_fringe() -> None:
    """Check that opaque red beside clear green never shows green."""
    picture = np.zeros((64, 64, 4), np.uint8)
    picture[:, :32] = (255, 0, 0, 255)
    picture[:, 32:] = (0, 255, 0, 0)
    rgbx, _ = reduced(pictures.png(picture), 21)
    red, green, blue, _ = np.moveaxis(rgbx.astype(int), -1, 0)
    assert red.min() >= 254
    assert np.abs(green - blue).max() <= 1


@pytest.mark.parametrize("alpha", ["flatten", "keep"])
def test_deep_pictures_with_alpha_are_reduced_as_shallow_ones(alpha: str) -> None:
    deep = with_alpha(pictures.deep_photo(200, 120))
    shallow = (deep >> 8).astype(np.uint8)
    one, _ = reduced(pictures.png(deep), 50, alpha=alpha)
    other, _ = reduced(pictures.png(shallow), 50, alpha=alpha)
    apart = np.abs(one.astype(int) - other)
    assert apart[..., 3].max() <= 1
    assert apart[other[..., 3] > 20].max() <= 3


def test_inks_that_are_kept_are_reduced_too() -> None:
    inks = np.tile(np.array([10, 60, 200, 30], np.uint8), (90, 120, 1))
    rgbx, full = reduced(pictures.tiff(inks, photometric="separated"), 30, cmyk="keep")
    assert full == (120, 90)
    np.testing.assert_array_equal(rgbx, inks[:23, :30][: len(rgbx)])
