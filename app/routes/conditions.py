"""`GET /v1/conditions`: the printing conditions that this service has."""

from http import HTTPStatus
from typing import Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from app.convert.engine import Engine
from app.routes.openapi.problems import responses
from lut.conditions.condition import Condition, Facts

router = APIRouter(tags=["conditions"])


class Summary(BaseModel):
    """A condition in a line."""

    name: str = Field(examples=["iso-coated-v2-300"])
    title: str = Field(examples=["ISO Coated v2 300% (basICColor)"])
    max_ink: float = Field(description="Most ink of any colour, percent.", examples=[298.0])
    default: bool = Field(description="Whether it is taken where a request names none.")

    @classmethod
    def of(cls, condition: Condition, default: Condition) -> Self:
        """Return a condition's summary."""
        return cls(
            name=condition.name,
            title=condition.facts.title,
            max_ink=condition.facts.max_ink,
            default=condition is default,
        )


class Whole(Summary):
    """A condition with all its facts."""

    facts: Facts
    notice: str = Field(description="Whose profile this is and on what terms.")


@router.get("/v1/conditions", summary="The printing conditions of this service")
async def conditions(request: Request) -> list[Summary]:
    """Answer with all conditions, the shipped ones first."""
    engine: Engine = request.app.state.engine
    return [Summary.of(condition, engine.default) for condition in engine.conditions.values()]


@router.get(
    "/v1/conditions/{name}",
    summary="One condition: its profile's facts and its grid's measured error",
    responses=responses([HTTPStatus.NOT_FOUND]),
)
async def condition(request: Request, name: str) -> Whole:
    """Answer with one condition, by its name."""
    engine: Engine = request.app.state.engine
    named = engine.conditions[name]
    summary = Summary.of(named, engine.default)
    return Whole(**summary.model_dump(), facts=named.facts, notice=named.notice)
