import runpy
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from lut import ProfileError, sources
from lut.packing import Bytes
from lut.sources.spaces import PUBLISHED

names = pytest.mark.parametrize("name", sources.NAMES)


def test_every_published_space_is_shipped_and_no_other() -> None:
    files = {path.stem for path in sources.FOLDER.glob("*.icc")}
    assert files == set(sources.NAMES) == set(PUBLISHED)


@names
def test_the_shipped_file_is_what_the_standard_gives(name: str) -> None:
    assert (sources.FOLDER / f"{name}.icc").read_bytes() == PUBLISHED[name].profile()


def test_the_module_writes_the_shipped_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "FOLDER", tmp_path)
    runpy.run_module("lut.sources.__main__")
    for name in sources.NAMES:
        assert (tmp_path / f"{name}.icc").read_bytes() == sources.named(name).data


@names
def test_a_source_is_an_rgb_display(name: str) -> None:
    profile = sources.named(name)
    assert (profile.device_class, profile.space) == ("mntr", "RGB")
    assert profile.description == PUBLISHED[name].description


@names
def test_pillow_reads_the_description_and_the_copyright(name: str) -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(sources.named(name).data))
    assert ImageCms.getProfileDescription(profile).strip() == PUBLISHED[name].description
    assert ImageCms.getProfileCopyright(profile).strip() == "No copyright, use freely"


@names
def test_a_source_is_read_once(name: str) -> None:
    assert sources.named(name) is sources.named(name)


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(
        ProfileError, match="one of srgb, adobe-rgb, display-p3, prophoto, got 'cmyk'"
    ):
        sources.named("cmyk")


def test_our_srgb_is_littlecms_srgb() -> None:
    picture = gradient()
    theirs = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    ours = sources.named("srgb").opened()
    there = np.asarray(ImageCms.profileToProfile(Image.fromarray(picture), ours, theirs))
    assert np.abs(there.astype(int) - picture).max() <= 1


def gradient() -> Bytes:
    codes = np.arange(256, dtype=np.uint8)
    red, green = np.meshgrid(codes, codes)
    return np.stack([red, green, 255 - red // 2 - green // 2], axis=-1)
