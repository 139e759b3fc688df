"""Other converters, each used as its documentation says, with its own optimisation on."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyvips
from PIL import Image, ImageCms

from lut import Conditions
from lut.icc.source_profiles import FOLDER

SRGB: Final = FOLDER / "srgb.icc"
PRESS: Final = Conditions()["iso-coated-v2-300"].folder / "profile.icc"

Image.MAX_IMAGE_PIXELS = None


def by_libvips(source: Path, target: Path) -> None:
    """Convert by libvips' `icc_transform`, the image read in sequence."""
    separated_by_libvips(pyvips.Image.new_from_file(source, access="sequential")).tiffsave(target)


def separated_by_libvips(image: Any) -> Any:
    """Return the inks of a libvips image."""
    return image.icc_transform(
        str(PRESS),
        input_profile=str(SRGB),
        intent="relative",
        black_point_compensation=True,
    )


def by_imagecms(source: Path, target: Path) -> None:
    """Convert by Pillow's ImageCms, with one transform for every picture."""
    with Image.open(source) as image:
        transform().apply(image).save(target, "TIFF", icc_profile=PRESS.read_bytes())


@cache
def transform() -> ImageCms.ImageCmsTransform:
    """Return the transform from sRGB to the press."""
    return ImageCms.buildTransform(
        str(SRGB),
        str(PRESS),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def by_imagemagick(source: Path, target: Path) -> None:
    """Convert by ImageMagick's `convert`, with one profile after the other."""
    intent = ("-intent", "relative", "-black-point-compensation")
    profiles = ("-profile", SRGB, *intent, "-profile", PRESS)
    subprocess.run(("convert", source, *profiles, "-depth", "8", target), check=True)


def by_tificc(source: Path, target: Path) -> None:
    """Convert by `tificc`, Little CMS's own program; from TIFF to TIFF only."""
    options = (f"-i{SRGB}", f"-o{PRESS}", "-t1", "-b")
    subprocess.run(("tificc", *options, source, target), check=True, capture_output=True)
