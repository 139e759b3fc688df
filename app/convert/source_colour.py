"""Which colour space a picture is in, and what the answer says of it."""

from dataclasses import dataclass
from typing import Final

from app.base.errors import ColourRefused, ParameterError
from app.base.options import AUTO, Source
from app.decode.picture_header import PictureHeader
from lut.base.errors import ProfileError
from lut.icc.profiles import Profile
from lut.icc.source_profiles import named

WAY_OUT: Final = "source=srgb takes the picture as sRGB instead"


@dataclass(frozen=True)
class SourceColour:
    """A picture's colour space.

    Attributes:
        profile: as `Recipe.source` takes it.
        stated: its name, and why it was taken, in words.
    """

    profile: str | Profile
    stated: str


def source_colour(header: PictureHeader, source: Source, sent: bytes | None) -> SourceColour:
    """Return the space that was sent or asked for; else the embedded profile's, EXIF's, or sRGB.

    Args:
        header: of the picture.
        source: what was asked for.
        sent: a profile that came with the request, unjudged.

    Raises:
        ProfileError: the sent or embedded profile cannot be used.
        ColourRefused: a grey profile for an RGB picture.
        ParameterError: a profile was sent and another source asked for.
    """
    if sent is not None:
        if source != AUTO:
            raise ParameterError(f"a source_profile was sent: source must be auto, got {source}")
        return _of_profile(header, sent, "sent")
    if source != AUTO:
        return SourceColour(source, f"{named(source).description} (asked for)")
    if header.profile is not None:
        return _of_profile(header, header.profile, "embedded")
    if header.adobe_rgb:
        return SourceColour("adobe-rgb", f"{named('adobe-rgb').description} (marked in EXIF)")
    return SourceColour("srgb", "sRGB (assumed)")


def _of_profile(header: PictureHeader, data: bytes, how: str) -> SourceColour:
    try:
        profile = Profile.parse(data).expect_source()
    except ProfileError as error:
        raise ProfileError(f"the {how} profile: {error}; {WAY_OUT}") from error
    if profile.space == "GRAY" and header.colour != "grey":
        raise ColourRefused(f"an RGB picture has a grey profile {how}; {WAY_OUT}")
    return SourceColour(profile, f"{profile.description or 'unnamed'} ({how})")


def refuse_tinted_paper(colour: SourceColour, paper: tuple[int, int, int]) -> None:
    """Refuse to flatten a picture with a grey profile on a colour, which that profile lacks.

    Raises:
        ParameterError: the paper is not grey.
    """
    is_grey = isinstance(colour.profile, Profile) and colour.profile.space == "GRAY"
    if is_grey and len(set(paper)) > 1:
        tint = bytes(paper).hex().upper()
        raise ParameterError(
            f"background of a picture with a grey profile must be grey, got {tint}"
        )


def kept_profile(header: PictureHeader) -> Profile | None:
    """Return the profile of a CMYK picture that is kept as it is; None where it has none.

    Raises:
        ProfileError: it cannot be read, or is not CMYK.
    """
    if header.profile is None:
        return None
    profile = Profile.parse(header.profile)
    if profile.space != "CMYK":
        raise ProfileError(f"a CMYK picture has a profile for {profile.space} embedded")
    return profile
