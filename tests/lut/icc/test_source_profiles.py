import runpy
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from lut import ProfileError
from lut.base.packing import Bytes
from lut.icc import source_profiles
from tests.lut.icc.published_spaces import PUBLISHED

names = pytest.mark.parametrize("name", source_profiles.NAMES)


def test_every_published_space_is_shipped_and_no_other() -> None:
    files = {path.stem for path in source_profiles.FOLDER.glob("*.icc")}
    assert files == set(source_profiles.NAMES) == set(PUBLISHED)


@names
def test_the_shipped_file_is_what_the_standard_gives(name: str) -> None:
    assert (source_profiles.FOLDER / f"{name}.icc").read_bytes() == PUBLISHED[name].profile()


def test_the_module_writes_the_shipped_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_profiles, "FOLDER", tmp_path)
    runpy.run_module("tests.lut.icc.__main__")
    for name in source_profiles.NAMES:
        assert (tmp_path / f"{name}.icc").read_bytes() == source_profiles.named(name).data


@names
def test_a_source_is_an_rgb_display(name: str) -> None:
    profile = source_profiles.named(name)
    assert (profile.device_class, profile.space) == ("mntr", "RGB")
    assert profile.description == PUBLISHED[name].description


@names
def test_pillow_reads_the_description_and_the_copyright(name: str) -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(source_profiles.named(name).data))
    assert ImageCms.getProfileDescription(profile).strip() == PUBLISHED[name].description
    assert ImageCms.getProfileCopyright(profile).strip() == "No copyright, use freely"


@names
def test_a_source_is_read_once(name: str) -> None:
    assert source_profiles.named(name) is source_profiles.named(name)


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(
        ProfileError, match="one of srgb, adobe-rgb, display-p3, prophoto, got 'cmyk'"
    ):
        source_profiles.named("cmyk")


def test_our_srgb_is_littlecms_srgb() -> None:
    picture = gradient()
    theirs = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    ours = source_profiles.named("srgb").opened()
    there = np.asarray(ImageCms.profileToProfile(Image.fromarray(picture), ours, theirs))
    assert np.abs(there.astype(int) - picture).max() <= 1


def gradient() -> Bytes:
    codes = np.arange(256, dtype=np.uint8)
    red, green = np.meshgrid(codes, codes)
    return np.stack([red, green, 255 - red // 2 - green // 2], axis=-1)
