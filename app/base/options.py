"""`Options`: the one declaration of a conversion's options.

FastAPI reads them from it over HTTP, and `app/cli/options.py` generates the command line's from it.
A description is shown by both.
"""

from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lut.icc.transform import Intent
from lut.separation.recipe import Precision
from lut.separation.rules.ink_limit import LEAST, MOST

Source = Literal["auto", "srgb", "adobe-rgb", "display-p3", "prophoto"]
Compression = Literal["none", "lzw", "deflate"]
Switch = Literal["on", "off"]
Alpha = Literal["flatten", "keep"]
Cmyk = Literal["refuse", "keep"]
Embedding = Literal["embed", "none"]
Metadata = Literal["none", "keep"]
AUTO: Final = "auto"
MILLIMETRES: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4}
PRINT_WIDTH: Final = r"^\d{1,6}(\.\d{1,6})?(mm|cm|in)$"


class Options(BaseModel):
    """The options of one conversion. An unknown option is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    condition: str | None = Field(
        None,
        description="Printing condition; `GET /v1/conditions` and `platesetter conditions` list "
        "them. Default: the setting `PLATESETTER_CONDITION`.",
        examples=["iso-coated-v2-300"],
    )
    source: Source = Field(
        AUTO,
        description="Colour space of the picture. `auto`: its embedded profile, else Adobe RGB if "
        "its EXIF says so, else sRGB. Any other value replaces the embedded profile, even a "
        "damaged one.",
    )
    precision: Precision = Field(
        AUTO,
        description="`trilinear`: interpolate in the condition's 16³ grid. `exact`: compute every "
        "colour with both ICC profiles. `auto`: trilinear if the condition has a grid for the "
        "source and intent, else exact.",
    )
    intent: Intent = Field(
        "relative",
        description="Rendering intent. `relative` (colorimetric): photographs and logos. "
        "`perceptual`: very saturated pictures. `saturation`: charts. `absolute` (colorimetric): "
        "proofs of another paper's white.",
    )
    bpc: Switch | None = Field(
        None,
        description="Black point compensation: map the source's black to the press's black. "
        "Default: on; with the absolute intent, off, since it does not apply.",
    )
    black: str = Field(
        "rich",
        description="Black generation. `rich`: as in the profile. `pure`: RGB 0/0/0 is 100 % K "
        "only, for text. `neutral`: every colour with R=G=B is K only, for line art and "
        "screenshots. With a radius, as in `neutral~6`, the rule fades out over that many levels, "
        "which avoids speckles in photographs and fringes at the edges of text.",
        examples=["pure~6"],
    )
    max_ink: float | None = Field(
        None,
        ge=LEAST,
        le=MOST,
        allow_inf_nan=False,
        description="Ink limit: the most C + M + Y + K of any pixel, in percent. Default: no limit "
        "beyond the profile's own.",
        examples=[240],
    )
    brand: list[str] = Field(
        [],
        description="Exact brand colour, as RGB:C,M,Y,K: its RGB in the picture, RRGGBB, and its "
        "inks in percent, as in `E30613:0,100,100,0`. With a tolerance, as in `~3`, it applies to "
        "every RGB within that many levels. Repeatable, up to 64 times.",
        examples=[["E30613:0,100,100,0~3"]],
    )
    alpha: Alpha = Field(
        "flatten",
        description="Transparency. `flatten`: blend it with `background`. `keep`: store it as a "
        "fifth, unassociated sample, for cut-outs in a layout.",
    )
    background: str = Field(
        "FFFFFF",
        pattern=r"^[0-9A-Fa-f]{6}$",
        description="Colour behind flattened transparency, RRGGBB in the picture's colour space.",
    )
    cmyk: Cmyk = Field(
        "refuse",
        description="What to do with a CMYK picture. `refuse`: answer with an error. `keep`: keep "
        "its inks and its profile; options that need a separation are then an error. It is never "
        "separated again.",
    )
    page: int = Field(1, ge=1, description="Page of a TIFF with several pages, from 1.")
    compression: Compression = Field(
        "none",
        description="Compression of the TIFF. LZW and Deflate are lossless and use predictor 2.",
    )
    profile: Embedding = Field(
        "embed", description="Whether to embed the condition's ICC profile in the TIFF."
    )
    metadata: Metadata = Field(
        "none",
        description="`keep`: copy XMP and IPTC to the TIFF, with XMP's colour-space entries "
        "corrected and its GPS position removed.",
    )
    dpi: float | None = Field(
        None,
        ge=1,
        le=10_000,
        allow_inf_nan=False,
        description="Resolution of the TIFF in pixels per inch. Default: the picture's, else 300.",
        examples=[300],
    )
    print_width: str | None = Field(
        None,
        pattern=PRINT_WIDTH,
        description="Printed width in mm, cm or in, as in `210mm`; sets the resolution instead of "
        "`dpi`.",
        examples=["210mm"],
    )
    filename: str | None = Field(
        None,
        min_length=1,
        max_length=255,
        description="Name of the picture; the TIFF of `photo.jpg` is named `photo.cmyk.tif`.",
        examples=["photo.jpg"],
    )

    @model_validator(mode="after")
    def _one_resolution(self) -> Self:
        if self.dpi is not None and self.print_width is not None:
            raise ValueError(
                "dpi and print_width both set the resolution: expected one of them, got both"
            )
        return self

    @property
    def background_rgb(self) -> tuple[int, int, int]:
        """Return `background` as R, G, B."""
        red, green, blue = bytes.fromhex(self.background)
        return red, green, blue

    def dpi_of(self, width: int) -> float | None:
        """Return the resolution that was asked for, at a width in pixels; None: the picture's."""
        if self.print_width is None:
            return self.dpi
        length = float(self.print_width[:-2]) * MILLIMETRES[self.print_width[-2:]]
        return width * MILLIMETRES["in"] / length if length else 0.0
