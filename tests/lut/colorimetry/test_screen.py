"""Colours on a screen, against Little CMS through Pillow."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from lut import Conditions, Profile
from lut.base.packing import COLOURS, PACKED, Bytes, Packed, samples
from lut.colorimetry.screen import CHUNK, srgb_of_inks, srgb_of_source
from lut.icc.source_profiles import named

PRESS = Conditions()["iso-coated-v2-300"].profile
INKS = np.random.default_rng(0).integers(0, 2**32, CHUNK + 77, np.uint32)
COLOURED = (INKS % COLOURS).astype(PACKED)


def by_pillow(image: Image.Image, profile: Profile, *, absolute: bool = False) -> Bytes:
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile.data)),
        ImageCms.ImageCmsProfile(io.BytesIO(named("srgb").data)),
        image.mode,
        "RGB",
        ImageCms.Intent.ABSOLUTE_COLORIMETRIC
        if absolute
        else ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.NOOPTIMIZE,
    )
    return np.asarray(transform.apply(image)).reshape(-1, 3)


def cmyk(entries: Packed) -> Image.Image:
    return Image.frombytes("CMYK", (entries.size, 1), entries.tobytes())


@pytest.mark.parametrize("paper", [True, False])
def test_inks_look_as_little_cms_says(paper: bool) -> None:
    expected = by_pillow(cmyk(INKS), PRESS, absolute=paper)
    found = srgb_of_inks(INKS, PRESS, paper=paper).astype(int)
    assert np.abs(found - expected).max() <= 1


def test_bare_paper_is_white_unless_it_is_to_be_seen() -> None:
    bare = np.zeros(1, PACKED)
    assert srgb_of_inks(bare, PRESS).tolist() == [[255, 255, 255]]
    assert srgb_of_inks(bare, PRESS, paper=True).max() < 250


def test_srgb_stays_as_it_is() -> None:
    shown = srgb_of_source(COLOURED, named("srgb"))
    np.testing.assert_array_equal(shown, samples(COLOURED)[:, :3])


def test_other_spaces_are_turned_to_srgb() -> None:
    adobe = named("adobe-rgb")
    image = Image.frombytes("RGB", (COLOURED.size, 1), samples(COLOURED)[:, :3].tobytes())
    found = srgb_of_source(COLOURED, adobe).astype(int)
    assert np.abs(found - by_pillow(image, adobe)).max() <= 1
