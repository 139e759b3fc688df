"""The fields of a report: percentages 0 … 100, of total area coverage 0 … 400; shares 0 … 1."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Fields(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PictureFields(_Fields):
    """The picture as it was sent."""

    width: int = Field(description="Pixels across, once the picture is upright.", examples=[6000])
    height: int = Field(examples=[4000])
    pixels: int = Field(examples=[24_000_000])
    pages: int = Field(description="Pages of the file.", examples=[1])
    colour: Literal["RGB", "grey", "CMYK"]
    source: str = Field(
        description="The colour space that the picture was taken to be in, and why.",
        examples=["sRGB (assumed)"],
    )


class SeparationFields(_Fields):
    """The separation that gave the inks."""

    condition: str = Field(examples=["iso-coated-v2-300"])
    intent: str = Field(examples=["relative, bpc on"])
    precision: str = Field(examples=["exact"])
    table: str = Field(description="Digest of all that decides the colours.")


class PrintFields(_Fields):
    """The size of the print, and its resolution."""

    dpi: tuple[float, float] = Field(description="Pixels per inch across and down.")
    stated: Literal["asked for", "by the picture", "assumed"]
    width_mm: float = Field(examples=[508.0])
    height_mm: float = Field(examples=[338.7])
    least_ppi: float = Field(description="Pixels per inch below which the report warns.")
    warning: str | None = Field(description="A sentence where the resolution is below that.")


class InkFields(_Fields):
    """One ink."""

    mean: float = Field(description="Percent.")
    max: float = Field(description="Percent.")
    inkcov: float = Field(description="Share of pixels with this ink: Ghostscript's `inkcov`.")
    ink_cov: float = Field(description="Mean amount in percent: Ghostscript's `ink_cov`.")


class InksFields(_Fields):
    """The four inks."""

    c: InkFields
    m: InkFields
    y: InkFields
    k: InkFields


class WorstTileFields(_Fields):
    """The tile with the most pixels above the limit; among equals the one with the most ink."""

    x: int
    y: int
    width: int
    height: int
    max: float = Field(description="Total area coverage in percent.")
    above: float = Field(description="Share of the tile's pixels above the limit.")


class CoverageFields(_Fields):
    """Total area coverage, C + M + Y + K in percent."""

    mean: float
    p50: float = Field(description="Half of all pixels have no more.")
    p99: float = Field(description="99 of 100 pixels have no more.")
    max: float
    limit: float
    above: float = Field(description="Share of pixels above the limit.")
    worst: WorstTileFields


class GamutFields(_Fields):
    """The distance from the picture's colours to the print's: ΔE2000, to a fifth, up to 51."""

    threshold: float
    share: float = Field(description="Share of pixels above the threshold.")
    mean: float = Field(description="Mean of all pixels.")
    mean_outside: float | None = Field(description="Mean of the pixels above the threshold.")
    max: float


class PureKFields(_Fields):
    """Pixels with black and no other ink."""

    pixels: int
    share: float


class Report(_Fields):
    """A report of a whole picture, at full size."""

    picture: PictureFields
    separation: SeparationFields | None = Field(
        description="None for a CMYK picture that is kept as it is."
    )
    print: PrintFields
    inks: InksFields
    coverage: CoverageFields
    gamut: GamutFields | None = Field(description="None for a CMYK picture that is kept as it is.")
    colours: int | None = Field(
        description="Distinct colours of the picture, 8 bits a channel; None for CMYK."
    )
    pure_k: PureKFields

    @property
    def pixels(self) -> int:
        """Return how many pixels the picture has."""
        return self.picture.pixels
