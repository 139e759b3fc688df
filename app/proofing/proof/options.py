"""The options of a proof: those of a conversion, and which view of its print is wanted."""

from typing import Final, Literal, Self

from pydantic import Field, model_validator

from app.base.options import Switch
from app.proofing.tolerances import JudgedOptions

View = Literal["proof", "gamut", "ink", "c", "m", "y", "k", "samples"]
Encoding = Literal["png", "jpeg", "webp"]
SIZE: Final = 1600
LARGEST: Final = 4096
"""Pixels of the longer side. A client that asks for more is refused."""


class ProofOptions(JudgedOptions):
    """The options of a conversion, with the view of its print."""

    view: View = Field(
        "proof",
        description="`proof`: the print on a screen. `gamut`: the same, with a mark on the colours "
        "that the press cannot reach. `ink`: a heat map of total area coverage; each of its pixels "
        "shows the highest coverage of the pixels that it covers. `c`, `m`, `y`, `k`: one plate. "
        "`samples`: all figures of each pixel, as four pictures below each other.",
    )
    format: Encoding = Field("png", description="Format of the answer; PNG loses nothing.")
    size: int = Field(
        SIZE,
        ge=16,
        le=LARGEST,
        description="Pixels of the view's longer side; a smaller picture is not enlarged.",
    )
    paper: Switch = Field(
        "off",
        description="`on`: the paper has its own white, for a proof beside the print. `off`: the "
        "paper is as white as the screen.",
    )
    tint: Switch = Field("off", description="`on`: a plate has the colour of its ink.")

    @model_validator(mode="after")
    def _samples_are_png(self) -> Self:
        if self.view == "samples" and self.format != "png":
            raise ValueError(f"samples must be png, which loses nothing, got {self.format}")
        return self
