"""`POST /v1/report`: a photograph in, its ink statistics out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from app.proofing.report import compose
from app.proofing.report.fields import Report
from app.proofing.report.options import ReportOptions
from app.routes.openapi.pictures import BODY, REFUSED, REPORT
from app.routes.submissions import look_at

router = APIRouter(tags=["look"])


@router.post(
    "/v1/report",
    summary="Ink statistics of the whole picture",
    description=REPORT,
    responses=REFUSED,
    openapi_extra=BODY,
)
async def report(request: Request, options: Annotated[ReportOptions, Query()]) -> Report:
    """Receive the submission, count its inks, answer with a report."""
    return await look_at(request, options, compose.report)
