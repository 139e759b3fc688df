"""Which colour space a picture is in."""

from dataclasses import dataclass

from app.errors import ColourRefused
from app.options import AUTO, Source
from app.source import Picture
from lut import Profile, ProfileError
from lut.sources import named

WAY_OUT = "source=srgb takes the picture as sRGB instead"


@dataclass(frozen=True)
class SourceColour:
    """A picture's colour space.

    Attributes:
        profile: as `Recipe.source` takes it.
        told: what the answer says of it.
    """

    profile: str | Profile
    told: str


def source_colour(picture: Picture, source: Source) -> SourceColour:
    """The space asked for; or, for `auto`, the embedded profile's, else sRGB.

    Raises:
        ProfileError: the embedded profile cannot be used.
        ColourRefused: a grey profile in an RGB picture.
    """
    if source != AUTO:
        return SourceColour(source, f"{named(source).description} (asked for)")
    if picture.profile is None:
        return SourceColour("srgb", "sRGB (assumed)")
    try:
        profile = Profile.parse(picture.profile).expect_source()
    except ProfileError as error:
        raise ProfileError(f"the embedded profile: {error}; {WAY_OUT}") from error
    if profile.space == "GRAY" and picture.colour != "grey":
        raise ColourRefused(f"an RGB picture has a grey profile embedded; {WAY_OUT}")
    return SourceColour(profile, f"{profile.description or 'unnamed'} (embedded)")
