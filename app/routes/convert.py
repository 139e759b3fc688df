"""`POST /v1/convert`: a photograph in, a press-ready TIFF out."""

from collections.abc import Generator
from contextlib import ExitStack
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.base.options import Options
from app.base.timings import Stages
from app.capacity.slots import Check
from app.convert.engine import Begun, Pressroom
from app.convert.small_outputs import SMALL
from app.middleware.metrics import Metrics
from app.receive.upload import Upload
from app.routes.openapi.pictures import ANSWERS, BODY, CONVERT, headers_of
from app.routes.receiving import received
from app.send.download_name import content_disposition, output_name
from app.send.response import StreamedTiff, unless_left
from app.send.strip_queue import Pump

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
    """Judge, receive, admit, decode, convert, send."""
    room: Pressroom = request.app.state.pressroom
    stages = Stages()
    upload = await received(request, options, stages)

    def work(check: Check) -> Generator[Any]:
        with upload.file, ExitStack() as held:
            with room.converting(upload.file, options, upload.profile, check, stages) as begun:
                if begun.output.length > SMALL:
                    yield begun
                    yield from begun.output.chunks
                    return
                chunks = held.enter_context(room.finished.keep(begun.output))
            yield begun
            yield from chunks

    pump = Pump(work, room.slots.rest)
    items = pump.items()
    begun: Begun = await unless_left(anext(items), request)
    metrics: Metrics = request.app.state.metrics
    ended = partial(metrics.converted, begun.pixels, stages)
    return StreamedTiff(pump, items, _headers(begun, options, upload), stages, ended)


def _headers(begun: Begun, options: Options, upload: Upload) -> dict[str, str]:
    name = output_name(options.filename or upload.name)
    return {
        "Content-Length": str(begun.output.length),
        "Content-Disposition": content_disposition(name),
        **headers_of(begun.told),
    }
