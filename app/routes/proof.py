"""`POST /v1/proof`: a photograph in, a picture of its print out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.proofing.proof.options import ProofOptions
from app.proofing.proof.prove import prove
from app.routes.openapi.pictures import BODY, PROOF, PROVEN, headers_of
from app.routes.submissions import look_at

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
    """Receive the submission, paint its print, answer with a picture."""
    proven = await look_at(request, options, prove)
    headers = headers_of(proven.facts)
    return Response(proven.data, headers=headers, media_type=f"image/{options.format}")
