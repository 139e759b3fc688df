"""The options of a report: a conversion's, and what it is judged by."""

from pydantic import Field

from app.options import Options
from app.proof.options import THRESHOLD
from lut.distance import FARTHEST

LEAST_PPI = 150.0


class ReportOptions(Options):
    """What a picture is to become, and what that is judged by."""

    threshold: float = Field(
        THRESHOLD,
        ge=0,
        le=FARTHEST,
        allow_inf_nan=False,
        description="ΔE2000 above which a colour is out of gamut.",
    )
    limit: float | None = Field(
        None,
        ge=0,
        le=400,
        allow_inf_nan=False,
        description="Total area coverage in percent above which pixels are counted. By default "
        "`max_ink`, else the most that the condition's profile prints.",
        examples=[300],
    )
    least_ppi: float = Field(
        LEAST_PPI,
        ge=1,
        le=10_000,
        allow_inf_nan=False,
        description="Pixels per inch below which the report warns.",
    )
