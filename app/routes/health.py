"""`GET /healthz`: the process answers. `GET /readyz`: the service can convert."""

from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from app.base.errors import NotReady
from app.convert.engine import Engine
from app.routes.openapi.problems import responses

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The answer of a service that is well."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Whether the process answers")
async def healthz() -> Health:
    """Answer always."""
    return Health()


@router.get(
    "/readyz",
    summary="Whether the default condition's table is ready",
    responses=responses([HTTPStatus.SERVICE_UNAVAILABLE]),
)
async def readyz(request: Request) -> Health:
    """Answer once the default condition's table has been expanded."""
    engine: Engine = request.app.state.engine
    if not engine.ready:
        raise NotReady(f"the table of {engine.default.name} is being made")
    return Health()
