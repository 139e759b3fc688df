import numpy as np
import pytest

from app.base.errors import ColourRefused
from tests import pictures
from tests.app.reading import opened
from tests.pictures import deep_photo, photo

RGB = photo(67, 43)
INKS = np.concatenate([RGB, RGB[..., :1]], axis=-1)


@pytest.mark.parametrize(
    "data",
    [
        pictures.png(pictures.grey_of(RGB)),
        pictures.png(pictures.with_alpha(pictures.grey_of(RGB))),
        pictures.tiff(pictures.grey_of(deep_photo(9, 9))),
        pictures.jpeg(pictures.grey_of(RGB)),
    ],
)
def test_grey_is_grey(data: bytes) -> None:
    with opened(data) as picture:
        assert picture.header.colour == "grey"


REFUSED = {
    "CMYK JPEG": pictures.jpeg(INKS, cmyk=True),
    "CMYK TIFF": pictures.cmyk_tiff(INKS),
    "Lab TIFF": pictures.lab_tiff(RGB),
    "float TIFF": pictures.tiff(RGB.astype(np.float32) / 255),
    "half-float TIFF": pictures.tiff(RGB.astype(np.float16) / 255),
    "signed TIFF": pictures.tiff(RGB.astype(np.int16)),
    "32-bit TIFF": pictures.tiff(RGB.astype(np.uint32)),
    "TIFF of five samples": pictures.tiff(
        np.concatenate([INKS, INKS[..., :1]], axis=-1), extrasamples=["unassalpha", "unspecified"]
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_neither_rgb_nor_grey_is_refused(kind: str) -> None:
    expected = "^expected RGB or grey of 8 or 16 bits, with or without alpha, got "
    with pytest.raises(ColourRefused, match=expected), opened(REFUSED[kind]):
        pass
