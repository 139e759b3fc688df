"""`POST /v1/convert`: a photograph in, a press-ready TIFF out."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.base.options import Options
from app.convert.engine import Conversion, Engine
from app.middleware.metrics import Metrics
from app.routes.openapi.pictures import ANSWERS, BODY, CONVERT, headers_of
from app.routes.submissions import receive_submission
from app.send.download_name import content_disposition, output_name
from app.send.response import StreamedTiff
from app.send.worker_thread import Client, in_thread

router = APIRouter(tags=["convert"])


@router.post(
    "/v1/convert",
    summary="Convert an RGB picture to a CMYK TIFF",
    description=CONVERT,
    response_class=Response,
    responses=ANSWERS,
    openapi_extra=BODY,
)
@router.put("/v1/convert", include_in_schema=False)
async def convert(request: Request, options: Annotated[Options, Query()]) -> Response:
    """Receive the submission, begin its conversion, stream the TIFF."""
    engine: Engine = request.app.state.engine
    metrics: Metrics = request.app.state.metrics
    client = Client()
    submission, upload = await receive_submission(request, options, client)
    conversion = await in_thread(
        request, client, lambda: engine.begin(submission), discard=Conversion.close
    )
    headers = _headers(conversion, output_name(options.filename or upload.name))
    count = partial(metrics.converted, conversion.pixels, submission.timings)
    return StreamedTiff(conversion, headers, client, submission.timings, count)


def _headers(conversion: Conversion, name: str) -> dict[str, str]:
    return {
        "Content-Length": str(conversion.length),
        "Content-Disposition": content_disposition(name),
        **headers_of(conversion.facts),
    }
