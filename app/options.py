"""The options of a conversion: the same words over HTTP and on the command line."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from app import tiff
from lut.recipe import Precision

Source = Literal["auto", "srgb", "adobe-rgb", "display-p3", "prophoto"]
Compression = Literal["none", "lzw", "deflate"]
COMPRESSIONS: Final[dict[Compression, tiff.Compression]] = {
    "none": tiff.Compression.NONE,
    "lzw": tiff.Compression.LZW,
    "deflate": tiff.Compression.DEFLATE,
}
AUTO: Final = "auto"


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
        description="The picture's colour space. `auto`: its embedded profile, else sRGB. Any "
        "other is taken instead of what is embedded: the way out of a broken profile.",
    )
    precision: Precision = Field(
        AUTO,
        description="`trilinear`: from the condition's own 16³ grid. `exact`: every colour "
        "through both ICC profiles. `auto`: trilinear where the condition ships a grid for the "
        "source, else exact.",
    )
    compression: Compression = Field(
        "none", description="Of the TIFF's strips; LZW and Deflate with predictor 2."
    )
    dpi: float | None = Field(
        None,
        ge=1,
        le=10_000,
        allow_inf_nan=False,
        description="Pixels per inch. By default the source's own, or 300 where it has none.",
        examples=[300],
    )
    filename: str | None = Field(
        None,
        min_length=1,
        max_length=255,
        description="The picture's name; `photo.jpg` comes back as `photo.cmyk.tif`.",
        examples=["photo.jpg"],
    )
