"""`POST /v1/proof`: a photograph in, a picture of its print out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.proofing.proof.options import ProofOptions
from app.proofing.proof.prove import prove
from app.routes.looking import looked_at
from app.routes.openapi.pictures import BODY, PROOF, PROVEN, headers_of

router = APIRouter(tags=["look"])


@router.post(
    "/v1/proof",
    summary="See the print: proof, gamut, ink and plates",
    description=PROOF,
    response_class=Response,
    responses=PROVEN,
    openapi_extra=BODY,
)
async def proof(request: Request, options: Annotated[ProofOptions, Query()]) -> Response:
    """Judge, receive, admit, decode, convert, paint, answer."""
    proven = await looked_at(request, options, prove)
    told = headers_of(proven.told)
    return Response(proven.data, headers=told, media_type=f"image/{options.format}")
