"""The facts of a picture, which its file states before its pixels."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from app.base.resolution import Resolution

Colour = Literal["RGB", "grey", "CMYK"]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(gt=0)]


def _printable(resolution: Resolution) -> Resolution:
    if Resolution.of_dpi(resolution.x, resolution.y) != resolution:
        raise ValueError(f"expected a resolution that can be printed, got {resolution}")
    return resolution


@dataclass(frozen=True)
class PictureHeader:
    """The facts of a picture whose pixels have not been read.

    The decoder's process sends it as it is: pydantic checks each field there, and the
    constructor whether the sides agree.

    Attributes:
        width, height: of the upright picture and of its strips, in pixels.
        full: width and height of the upright picture before it was reduced for viewing.
        colour: `RGB`, `grey` or `CMYK`.
        alpha: whether its strips' fourth byte is alpha.
        pages: how many the file has.
        profile: the embedded ICC profile's bytes, unjudged; empty where it is damaged.
        resolution: of the upright picture; None where the file states none.
        adobe_rgb: whether its EXIF says that it is Adobe RGB.
        xmp, iptc: its metadata, unjudged; None where it has none.
        decoder_memory: bytes that decoding takes beyond strips, estimated.
        orientation: how the stored pixels are turned, 1 … 8 (Exif 3.0, §4.6.5.1.6).
        shape: height and width of the stored pixels.

    Raises:
        ValueError: width and height are not those of `shape`, turned by `orientation`.
    """

    __pydantic_config__ = ConfigDict(
        ser_json_bytes="base64", val_json_bytes="base64", extra="forbid"
    )

    width: Positive
    height: Positive
    full: tuple[Positive, Positive]
    colour: Colour
    alpha: bool
    pages: Positive
    profile: bytes | None
    resolution: Annotated[Resolution, AfterValidator(_printable)] | None
    adobe_rgb: bool
    xmp: bytes | None
    iptc: bytes | None
    decoder_memory: Count
    orientation: Annotated[int, Field(ge=1, le=8)]
    shape: tuple[Positive, Positive]

    def __post_init__(self) -> None:
        upright = (self.width, self.height) if self.orientation >= 5 else (self.height, self.width)
        if upright != self.shape:
            raise ValueError(
                f"expected sides that orientation {self.orientation} makes of {self.shape}, "
                f"got {self.width} × {self.height}"
            )
