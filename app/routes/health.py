"""`GET /healthz`: the process answers. `GET /readyz`: it can convert."""

from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from app.base.errors import NotReady
from app.convert.engine import Pressroom
from app.routes.openapi.problems import responses

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """All is well."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Whether the process answers")
async def healthz() -> Health:
    """Always."""
    return Health()


@router.get(
    "/readyz",
    summary="Whether the default condition's table is ready",
    responses=responses([HTTPStatus.SERVICE_UNAVAILABLE]),
)
async def readyz(request: Request) -> Health:
    """Once the default condition's table has been expanded."""
    room: Pressroom = request.app.state.pressroom
    if not room.ready:
        raise NotReady(f"the table of {room.default.name} is being made")
    return Health()
