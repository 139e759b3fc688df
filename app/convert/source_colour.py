"""Which colour space a picture is in."""

from dataclasses import dataclass
from typing import Final

from app.base.errors import ColourRefused, ParameterError
from app.base.options import AUTO, Source
from app.decode.picture import Picture
from lut.base.errors import ProfileError
from lut.icc.profiles import Profile
from lut.icc.source_profiles import named

WAY_OUT: Final = "source=srgb takes the picture as sRGB instead"


@dataclass(frozen=True)
class SourceColour:
    """A picture's colour space.

    Attributes:
        profile: as `Recipe.source` takes it.
        told: what the answer says of it.
    """

    profile: str | Profile
    told: str


def source_colour(picture: Picture, source: Source, sent: bytes | None) -> SourceColour:
    """The space that was sent or asked for; else the embedded profile's, EXIF's, or sRGB.

    Args:
        picture: its header.
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
        return _of_profile(picture, sent, "sent")
    if source != AUTO:
        return SourceColour(source, f"{named(source).description} (asked for)")
    if picture.profile is not None:
        return _of_profile(picture, picture.profile, "embedded")
    if picture.adobe_rgb:
        return SourceColour("adobe-rgb", f"{named('adobe-rgb').description} (marked in EXIF)")
    return SourceColour("srgb", "sRGB (assumed)")


def _of_profile(picture: Picture, data: bytes, how: str) -> SourceColour:
    try:
        profile = Profile.parse(data).expect_source()
    except ProfileError as error:
        raise ProfileError(f"the {how} profile: {error}; {WAY_OUT}") from error
    if profile.space == "GRAY" and picture.colour != "grey":
        raise ColourRefused(f"an RGB picture has a grey profile {how}; {WAY_OUT}")
    return SourceColour(profile, f"{profile.description or 'unnamed'} ({how})")


def refuse_tinted_paper(colour: SourceColour, paper: tuple[int, int, int]) -> None:
    """A grey profile knows no colours.

    Raises:
        ParameterError: it is to be flattened on one.
    """
    is_grey = isinstance(colour.profile, Profile) and colour.profile.space == "GRAY"
    if is_grey and len(set(paper)) > 1:
        tint = bytes(paper).hex().upper()
        raise ParameterError(
            f"background of a picture with a grey profile must be grey, got {tint}"
        )


def kept_profile(picture: Picture) -> Profile | None:
    """The profile of a CMYK picture that stays as it is; None where it has none.

    Raises:
        ProfileError: it cannot be read, or is not CMYK.
    """
    if picture.profile is None:
        return None
    profile = Profile.parse(picture.profile)
    if profile.space != "CMYK":
        raise ProfileError(f"a CMYK picture has a profile for {profile.space} embedded")
    return profile
