"""A wide-gamut picture and its sRGB twin print alike, because the embedded profile is honoured."""

import io

import httpx
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from lut import Conditions
from lut.base.packing import Bytes, pack
from lut.colorimetry.lab import Lab, delta_e, lab_of
from lut.icc.source_profiles import named

PRESS = Conditions()["iso-coated-v2-300"].profile


@pytest.fixture(scope="module")
def leaves() -> Bytes:
    """Young leaves in the sun: greens that a press can print, and a wrong profile changes most."""
    hue, light = np.meshgrid(np.linspace(78, 92, 128), np.linspace(180, 255, 128))
    hsv = np.stack([hue, np.full_like(hue, 200), light], axis=-1).astype(np.uint8)
    return np.asarray(Image.fromarray(hsv, "HSV").convert("RGB"))


def in_space(name: str, rgb: Bytes) -> bytes:
    transform = ImageCms.buildTransform(named("srgb").opened(), named(name).opened(), "RGB", "RGB")
    file = io.BytesIO()
    image = transform.apply(Image.fromarray(rgb))
    image.save(file, "PNG", icc_profile=named(name).data)
    return file.getvalue()


def printed(client: httpx.Client, picture: bytes, **params: str) -> Lab:
    answer = client.post("/v1/convert", content=picture, params=params).raise_for_status()
    inks = tifffile.imread(io.BytesIO(answer.content))
    return lab_of(pack(inks).ravel(), PRESS)


@pytest.mark.parametrize(
    ("name", "ignored_mean"), [("display-p3", 3), ("adobe-rgb", 2), ("prophoto", 3)]
)
def test_a_wide_gamut_picture_prints_as_its_srgb_twin(
    client: httpx.Client, leaves: Bytes, name: str, ignored_mean: float
) -> None:
    file = io.BytesIO()
    Image.fromarray(leaves).save(file, "PNG")
    twin = printed(client, file.getvalue(), precision="exact")
    wide = in_space(name, leaves)
    honoured = delta_e(printed(client, wide), twin)
    ignored = delta_e(printed(client, wide, source="srgb"), twin)
    assert np.hypot(twin[:, 1], twin[:, 2]).mean() >= 30
    assert honoured.mean() <= 1.5
    assert np.percentile(honoured, 95) <= 2
    assert ignored.mean() >= ignored_mean
