"""The options of a conversion: the same words over HTTP and on the command line."""

from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.encode import tiff
from lut.separation.recipe import Intent, Precision
from lut.separation.rules.ink_limit import LEAST, MOST

Source = Literal["auto", "srgb", "adobe-rgb", "display-p3", "prophoto"]
Compression = Literal["none", "lzw", "deflate"]
Switch = Literal["on", "off"]
Alpha = Literal["flatten", "keep"]
Cmyk = Literal["refuse", "keep"]
Embedding = Literal["embed", "none"]
Metadata = Literal["none", "keep"]
COMPRESSIONS: Final[dict[Compression, tiff.Compression]] = {
    "none": tiff.Compression.NONE,
    "lzw": tiff.Compression.LZW,
    "deflate": tiff.Compression.DEFLATE,
}
AUTO: Final = "auto"
MILLIMETRES: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4}
PRINT_WIDTH: Final = r"^\d{1,6}(\.\d{1,6})?(mm|cm|in)$"


class Options(BaseModel):
    """What a picture is to become. An unknown option is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    condition: str | None = Field(
        None,
        description="The printing condition; see `/v1/conditions`. By default the service's own.",
        examples=["iso-coated-v2-300"],
    )
    source: Source = Field(
        AUTO,
        description="The picture's colour space. `auto`: its embedded profile, else Adobe RGB "
        "where its EXIF says so, else sRGB. Any other is taken instead of what is embedded: the "
        "way out of a broken profile.",
    )
    precision: Precision = Field(
        AUTO,
        description="`trilinear`: from the condition's own 16³ grid. `exact`: every colour "
        "through both ICC profiles. `auto`: trilinear where the condition ships a grid for the "
        "source and intent, else exact.",
    )
    intent: Intent = Field(
        "relative",
        description="Rendering intent: `relative` colorimetric for photographs and logos, "
        "`perceptual` for very saturated pictures, `saturation` for charts, `absolute` to "
        "proof another paper's white.",
    )
    bpc: Switch | None = Field(
        None,
        description="Black point compensation: the source's black becomes the press's. By "
        "default on, except with the absolute intent, where it does not apply.",
    )
    black: str = Field(
        "rich",
        description="How black is made. `rich`: as the profile says. `pure`: RGB 0/0/0 is K 100 % "
        "alone, for text. `neutral`: every R=G=B is K alone, for line art and screenshots. "
        "With a radius, `neutral~6`, it gives way to the separation over so many levels, so "
        "that photographs do not speckle and the edges of text do not fringe.",
        examples=["pure~6"],
    )
    max_ink: float | None = Field(
        None,
        ge=LEAST,
        le=MOST,
        allow_inf_nan=False,
        description="The most ink of any pixel, C + M + Y + K in percent, for papers and printers "
        "that hold no more; no pixel exceeds it. By default as the profile says.",
        examples=[240],
    )
    brand: list[str] = Field(
        [],
        description="A brand colour that may not move: RGB as in the picture, and its inks in "
        "percent; with a tolerance, `~3`, every RGB within so many levels. Repeatable, up to 64.",
        examples=[["E30613:0,100,100,0~3"]],
    )
    alpha: Alpha = Field(
        "flatten",
        description="`flatten` on `background`, or `keep` as an unassociated fifth sample, for "
        "cut-outs in a layout.",
    )
    background: str = Field(
        "FFFFFF",
        pattern=r"^[0-9A-Fa-f]{6}$",
        description="What alpha is flattened on: RGB as in the picture.",
    )
    cmyk: Cmyk = Field(
        "refuse",
        description="A picture that is CMYK already: refused, or kept with its own inks and "
        "profile; rules that only a separation can obey are then an error. It is never "
        "separated twice.",
    )
    page: int = Field(1, ge=1, description="Which page of a TIFF; `X-Platesetter-Pages` counts.")
    compression: Compression = Field(
        "none", description="Of the TIFF's strips; LZW and Deflate with predictor 2."
    )
    profile: Embedding = Field(
        "embed", description="Whether the condition's ICC profile is in the TIFF."
    )
    metadata: Metadata = Field(
        "none",
        description="`keep`: XMP (its colour-space entries corrected, GPS removed) and IPTC.",
    )
    dpi: float | None = Field(
        None,
        ge=1,
        le=10_000,
        allow_inf_nan=False,
        description="Pixels per inch. By default the source's own, or 300 where it has none.",
        examples=[300],
    )
    print_width: str | None = Field(
        None,
        pattern=PRINT_WIDTH,
        description="How wide it prints, in mm, cm or in: sets the resolution instead of `dpi`.",
        examples=["210mm"],
    )
    filename: str | None = Field(
        None,
        min_length=1,
        max_length=255,
        description="The picture's name; `photo.jpg` comes back as `photo.cmyk.tif`.",
        examples=["photo.jpg"],
    )

    @model_validator(mode="after")
    def _one_resolution(self) -> Self:
        if self.dpi is not None and self.print_width is not None:
            raise ValueError("dpi and print_width both set the resolution: give one")
        return self

    @property
    def background_rgb(self) -> tuple[int, int, int]:
        """`background` as R, G, B."""
        red, green, blue = bytes.fromhex(self.background)
        return red, green, blue

    def dpi_of(self, width: int) -> float | None:
        """The resolution that is asked for, of a picture so many pixels wide; None: its own."""
        if self.print_width is None:
            return self.dpi
        length = float(self.print_width[:-2]) * MILLIMETRES[self.print_width[-2:]]
        return width * MILLIMETRES["in"] / length if length else 0.0
