"""`GET /metrics`: for Prometheus."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.middleware.metrics import Metrics

TEXT = "text/plain; version=0.0.4; charset=utf-8"

router = APIRouter(tags=["health"])


@router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """Answer with all metrics, as they are now."""
    collected: Metrics = request.app.state.metrics
    return Response(collected.exposition(), media_type=TEXT)
