"""What a report tells: percentages 0 … 100, of total area coverage 0 … 400; shares 0 … 1."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PictureTold(_Told):
    """The picture as it came."""

    width: int = Field(description="As it is looked at, in pixels.", examples=[6000])
    height: int = Field(examples=[4000])
    pixels: int = Field(examples=[24_000_000])
    pages: int = Field(examples=[1])
    colour: Literal["RGB", "grey", "CMYK"]
    source: str = Field(
        description="The colour space that it was taken to be in, and why.",
        examples=["sRGB (assumed)"],
    )


class SeparationTold(_Told):
    """How it was separated."""

    condition: str = Field(examples=["iso-coated-v2-300"])
    intent: str = Field(examples=["relative, bpc on"])
    precision: str = Field(examples=["exact"])
    table: str = Field(description="Digest of all that decides the colours.")


class PrintTold(_Told):
    """How large it prints, and how finely."""

    dpi: tuple[float, float] = Field(description="Pixels per inch across and down.")
    stated: Literal["asked for", "by the picture", "assumed"]
    width_mm: float = Field(examples=[508.0])
    height_mm: float = Field(examples=[338.7])
    least_ppi: float = Field(description="What the resolution is judged by.")
    warning: str | None = Field(description="Where the resolution is below that.")


class InkTold(_Told):
    """One ink."""

    mean: float = Field(description="Percent.")
    max: float = Field(description="Percent.")
    inkcov: float = Field(description="Share of pixels with any of it: Ghostscript's `inkcov`.")
    ink_cov: float = Field(description="Mean amount in percent: Ghostscript's `ink_cov`.")


class InksTold(_Told):
    """Each ink."""

    c: InkTold
    m: InkTold
    y: InkTold
    k: InkTold


class WorstTold(_Told):
    """The tile with the most pixels above the limit; among equals the one with the most ink."""

    x: int
    y: int
    width: int
    height: int
    max: float = Field(description="Total area coverage in percent.")
    above: float = Field(description="Share of the tile's pixels above the limit.")


class CoverageTold(_Told):
    """Total area coverage, C + M + Y + K in percent."""

    mean: float
    p50: float = Field(description="Half of all pixels have no more.")
    p99: float = Field(description="99 of 100 pixels have no more.")
    max: float
    limit: float
    above: float = Field(description="Share of pixels above the limit.")
    worst: WorstTold


class GamutTold(_Told):
    """How far the print is from what was meant: ΔE2000, to a fifth, up to 51."""

    threshold: float
    share: float = Field(description="Share of pixels above the threshold.")
    mean: float = Field(description="Of all pixels.")
    mean_outside: float | None = Field(description="Of the pixels above the threshold.")
    max: float


class PureKTold(_Told):
    """Pixels with black and no other ink."""

    pixels: int
    share: float


class Report(_Told):
    """Of a whole picture, at full size."""

    picture: PictureTold
    separation: SeparationTold | None = Field(
        description="None for a CMYK picture that is kept as it is."
    )
    print: PrintTold
    inks: InksTold
    coverage: CoverageTold
    gamut: GamutTold | None = Field(description="None for a CMYK picture that is kept as it is.")
    colours: int | None = Field(
        description="Distinct colours of the picture, 8 bits a channel; None for CMYK."
    )
    pure_k: PureKTold

    @property
    def pixels(self) -> int:
        """Of the picture."""
        return self.picture.pixels
