import re

import pytest

from app.base.errors import ColourRefused, ParameterError
from app.base.options import Source
from app.convert.source_colour import SourceColour, refuse_tinted_paper, source_colour
from lut import Conditions, Profile, ProfileError
from lut.icc.source_profiles import NAMES, named
from tests import pictures
from tests.app.reading import opened
from tests.pictures import Samples, photo

RGB = photo(8, 8)
GREY = pictures.grey_of(RGB)
CMYK = Conditions()["iso-coated-v2-300"].profile.data


def grey_profile() -> bytes:
    """A grey space of gamma 2.2 (ICC.1:2022, §8.3.4), as small as can be."""
    tags = {
        b"desc": b"desc\0\0\0\0\0\0\0\x05grey\0" + bytes(79),
        b"wtpt": b"XYZ \0\0\0\0" + bytes.fromhex("0000f6d6000100000000d32d"),
        b"kTRC": b"curv\0\0\0\0\0\0\0\x01\x02\x33\0\0",
    }
    start = 132 + 12 * len(tags)
    table, data = len(tags).to_bytes(4, "big"), b""
    for name, body in tags.items():
        place = start + len(data)
        table += name + place.to_bytes(4, "big") + len(body).to_bytes(4, "big")
        data += body + bytes(-len(body) % 4)
    head = bytearray(128)
    head[:4] = (start + len(data)).to_bytes(4, "big")
    head[8:12] = b"\x02\x40\0\0"
    head[12:24] = b"mntrGRAYXYZ "
    head[36:40] = b"acsp"
    head[68:80] = bytes.fromhex("0000f6d6000100000000d32d")
    return bytes(head) + table + data


def colour_of(
    picture: Samples, profile: bytes | None = None, source: Source = "auto"
) -> SourceColour:
    with opened(pictures.tiff(picture, iccprofile=profile)) as found:
        return source_colour(found.header, source, None)


@pytest.mark.parametrize("picture", [RGB, GREY], ids=["RGB", "grey"])
def test_without_a_profile_it_is_taken_as_srgb(picture: Samples) -> None:
    assert colour_of(picture) == SourceColour("srgb", "sRGB (assumed)")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("picture", [RGB, GREY], ids=["RGB", "grey"])
def test_the_embedded_profile_is_used(name: str, picture: Samples) -> None:
    profile = named(name)
    colour = colour_of(picture, profile.data)
    assert colour.profile == profile
    assert colour.stated == f"{profile.description} (embedded)"


def test_a_grey_profile_is_used_in_a_grey_picture() -> None:
    profile = grey_profile()
    assert colour_of(GREY, profile) == SourceColour(Profile.parse(profile), "grey (embedded)")


def test_a_grey_profile_in_an_rgb_picture_is_refused() -> None:
    with pytest.raises(
        ColourRefused,
        match=r"^an RGB picture has a grey profile embedded; "
        r"source=srgb takes the picture as sRGB instead$",
    ):
        colour_of(RGB, grey_profile())


def test_a_grey_profile_knows_no_tinted_paper() -> None:
    grey = SourceColour(Profile.parse(grey_profile()), "grey (embedded)")
    refuse_tinted_paper(grey, (128, 128, 128))
    refuse_tinted_paper(SourceColour("srgb", "sRGB (assumed)"), (255, 0, 0))
    with pytest.raises(ParameterError, match=r"background .* must be grey, got FF0001"):
        refuse_tinted_paper(grey, (255, 0, 1))


@pytest.mark.parametrize("profile", [b"no profile" * 30, named("srgb").data[:200], CMYK])
def test_a_profile_that_cannot_be_used_is_refused_and_the_way_out_named(profile: bytes) -> None:
    with pytest.raises(ProfileError) as caught:
        colour_of(RGB, profile)
    assert re.fullmatch(
        "the embedded profile: .+; source=srgb takes the picture as sRGB instead",
        str(caught.value),
    )


@pytest.mark.parametrize("profile", [b"no profile" * 30, CMYK])
def test_a_png_whose_profile_cannot_be_used_is_not_taken_as_srgb(profile: bytes) -> None:
    with opened(pictures.png(RGB, icc=profile)) as picture, pytest.raises(ProfileError):
        source_colour(picture.header, "auto", None)


@pytest.mark.parametrize("profile", [None, b"no profile" * 30, CMYK, named("prophoto").data])
@pytest.mark.parametrize("name", NAMES)
def test_a_space_that_is_asked_for_outweighs_whatever_is_embedded(
    name: Source, profile: bytes | None
) -> None:
    stated = f"{named(name).description} (asked for)"
    assert colour_of(RGB, profile, name) == SourceColour(name, stated)
