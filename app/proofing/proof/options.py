"""The options of a proof: a conversion's, and how it is looked at."""

from typing import Final, Literal, Self

from pydantic import Field, model_validator

from app.base.options import Switch
from app.proofing.tolerances import JudgedOptions

View = Literal["proof", "gamut", "ink", "c", "m", "y", "k", "samples"]
Encoding = Literal["png", "jpeg", "webp"]
SIZE: Final = 1600
LARGEST: Final = 4096


class ProofOptions(JudgedOptions):
    """What a picture is to become, and how that is looked at."""

    view: View = Field(
        "proof",
        description="`proof`: the print on a screen. `gamut`: the same, with what the press cannot "
        "reach marked. `ink`: a heat map of total area coverage, each of its pixels the most of "
        "all that it stands for. `c`, `m`, `y`, `k`: a plate. `samples`: everything there is to "
        "know of each pixel, as four pictures below each other.",
    )
    format: Encoding = Field("png", description="Of the answer; PNG loses nothing.")
    size: int = Field(
        SIZE, ge=16, le=LARGEST, description="Pixels of the longer side; never enlarged."
    )
    paper: Switch = Field(
        "off",
        description="`on`: paper is as white as it is, for a proof beside the print. `off`: it is "
        "as white as the screen.",
    )
    tint: Switch = Field("off", description="`on`: a plate in the colour of its ink.")

    @model_validator(mode="after")
    def _samples_are_png(self) -> Self:
        if self.view == "samples" and self.format != "png":
            raise ValueError(f"samples must be png, which loses nothing, got {self.format}")
        return self
