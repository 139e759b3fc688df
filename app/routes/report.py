"""`POST /v1/report`: a photograph in, its ink statistics out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from app.report import Report, ReportOptions
from app.report import report as reported
from app.routes.described import BODY, REFUSED, REPORT
from app.routes.looking import looked_at

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
