"""`POST /v1/report`: a photograph in, its ink statistics out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from app.proofing.report.compose import report as reported
from app.proofing.report.fields import Report
from app.proofing.report.options import ReportOptions
from app.routes.looking import looked_at
from app.routes.openapi.pictures import BODY, REFUSED, REPORT

router = APIRouter(tags=["look"])


@router.post(
    "/v1/report",
    summary="Ink statistics of the whole picture",
    description=REPORT,
    responses=REFUSED,
    openapi_extra=BODY,
)
async def report(request: Request, options: Annotated[ReportOptions, Query()]) -> Report:
    """Judge, receive, admit, decode, convert, count, answer."""
    return await looked_at(request, options, reported)
