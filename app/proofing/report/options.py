"""The options of a report: those of a conversion, and what its print is judged by."""

from typing import Final

from pydantic import Field

from app.proofing.tolerances import JudgedOptions

LEAST_PPI: Final = 150.0
"""Pixels per inch. A print with fewer gets a warning, unless the client asks for another least."""


class ReportOptions(JudgedOptions):
    """The options of a conversion, with all that its print is judged by."""

    least_ppi: float = Field(
        LEAST_PPI,
        ge=1,
        le=10_000,
        allow_inf_nan=False,
        description="Pixels per inch below which the report warns.",
    )
