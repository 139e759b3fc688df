"""The options of a report: a conversion's, and what it is judged by."""

from typing import Final

from pydantic import Field

from app.proofing.tolerances import JudgedOptions

LEAST_PPI: Final = 150.0


class ReportOptions(JudgedOptions):
    """What a picture is to become, and what that is judged by."""

    least_ppi: float = Field(
        LEAST_PPI,
        ge=1,
        le=10_000,
        allow_inf_nan=False,
        description="Pixels per inch below which the report warns.",
    )
