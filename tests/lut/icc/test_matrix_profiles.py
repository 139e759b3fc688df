"""The shipped profiles against the numbers that others publish for these spaces."""

import struct
from collections.abc import Callable

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ImageCms

from tests.lut.icc.published_spaces import PUBLISHED

D50_WORDS = [0xF6D6, 0x10000, 0xD32D]

# Adobe RGB (1998) Color Image Encoding, §4.3.6, and the ICC profiles of the other spaces'
# own makers: columns red, green, blue.
COLORANTS = {
    "srgb": [[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]],
    "adobe-rgb": [
        [0.60974, 0.20528, 0.14919],
        [0.31111, 0.62567, 0.06322],
        [0.01947, 0.06087, 0.74457],
    ],
    "display-p3": [
        [0.51512, 0.29198, 0.15710],
        [0.24120, 0.69225, 0.06657],
        [-0.00105, 0.04189, 0.78407],
    ],
    "prophoto": [
        [0.79767, 0.13519, 0.03135],
        [0.28804, 0.71187, 0.00009],
        [0.00000, 0.00000, 0.82491],
    ],
}


def srgb_curve(code: float) -> float:
    return code / 12.92 if code <= 0.04045 else ((code + 0.055) / 1.055) ** 2.4


def romm_curve(code: float) -> float:
    return code / 16 if code < 16 / 512 else code**1.8


CURVES: dict[str, Callable[[float], float]] = {
    "srgb": srgb_curve,
    "adobe-rgb": lambda code: code**2.19921875,
    "display-p3": srgb_curve,
    "prophoto": romm_curve,
}

spaces = pytest.mark.parametrize("name", PUBLISHED)


def places(data: bytes) -> dict[bytes, tuple[int, int]]:
    (count,) = struct.unpack_from(">L", data, 128)
    found = [struct.unpack_from(">4sLL", data, 132 + 12 * place) for place in range(count)]
    return {name: (start, length) for name, start, length in found}


def words(data: bytes, tag: bytes) -> NDArray[np.int64]:
    start, length = places(data)[tag]
    return np.frombuffer(data[start + 8 : start + length], ">i4").astype(np.int64)


def colorants(name: str) -> NDArray[np.int64]:
    data = PUBLISHED[name].profile()
    return np.stack([words(data, tag) for tag in (b"rXYZ", b"gXYZ", b"bXYZ")], axis=1)


@spaces
def test_colorants_sum_to_exactly_d50(name: str) -> None:
    assert colorants(name).sum(axis=1).tolist() == D50_WORDS


@spaces
def test_colorants_are_the_published_ones(name: str) -> None:
    assert colorants(name) / 65536 == pytest.approx(np.array(COLORANTS[name]), abs=2e-4)


@spaces
def test_the_curve_is_the_published_one(name: str) -> None:
    """A grey's luminance is the curve, and its lightness comes from the cube root."""
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)[None]
    lightness = lab(greys, PUBLISHED[name].profile())[:, 0]
    luminance = np.array([CURVES[name](code / 255) for code in range(256)])
    cubed = np.where(lightness > 8, ((lightness + 16) / 116) ** 3, lightness * 27 / 24389)
    assert cubed == pytest.approx(luminance, abs=2e-5)


@spaces
def test_greys_are_neutral(name: str) -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)[None]
    assert np.abs(lab(greys, PUBLISHED[name].profile())[:, 1:]).max() < 0.01


def lab(levels: NDArray[np.uint8], profile: bytes) -> NDArray[np.float64]:
    space = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    found: NDArray[np.float64] = imagecodecs.cms_transform(
        levels, profile, space, outcolorspace="lab", outdtype="f8", intent=1, flags=0x0100
    )[0]
    return found


@spaces
def test_the_header_describes_the_file(name: str) -> None:
    data = PUBLISHED[name].profile()
    assert int.from_bytes(data[:4], "big") == len(data)
    assert data[8:12] == b"\x04\x40\0\0"
    assert (data[12:16], data[16:20], data[20:24]) == (b"mntr", b"RGB ", b"XYZ ")
    assert data[36:40] == b"acsp"
    assert np.frombuffer(data[68:80], ">i4").tolist() == D50_WORDS


@spaces
def test_tags_are_aligned_and_inside(name: str) -> None:
    data = PUBLISHED[name].profile()
    assert len(data) % 4 == 0
    for start, length in places(data).values():
        assert start % 4 == 0
        assert 132 + 12 * 10 <= start < start + length <= len(data)


@spaces
def test_the_tags_are_those_that_a_matrix_profile_needs(name: str) -> None:
    needed = b"desc cprt wtpt chad rXYZ gXYZ bXYZ rTRC gTRC bTRC"
    assert b" ".join(places(PUBLISHED[name].profile())) == needed


@spaces
def test_the_three_curves_are_stored_once(name: str) -> None:
    found = places(PUBLISHED[name].profile())
    assert found[b"rTRC"] == found[b"gTRC"] == found[b"bTRC"]


def test_the_adaptation_takes_d65_to_d50() -> None:
    data = PUBLISHED["srgb"].profile()
    adaptation = words(data, b"chad").reshape(3, 3) / 65536
    d65 = [0.3127 / 0.3290, 1, 0.3583 / 0.3290]
    assert adaptation @ d65 == pytest.approx(np.array(D50_WORDS) / 65536, abs=1e-4)


@spaces
def test_the_same_space_is_the_same_bytes(name: str) -> None:
    assert PUBLISHED[name].profile() == PUBLISHED[name].profile()
