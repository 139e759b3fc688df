"""The problem object, as the API's description shows it."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field

from app.middleware.problems import PROBLEMS


class Problem(BaseModel):
    """An error, described (RFC 9457)."""

    type: str = Field(examples=["urn:platesetter:problem:condition"])
    title: str = Field(examples=["There is no such condition"])
    status: int = Field(examples=[404])
    detail: str = Field(
        examples=["condition must be one of fogra39-coated, iso-coated-v2-300, got 'x'"]
    )
    instance: str = Field(examples=["urn:platesetter:request:7f3c"])


def responses(statuses: Iterable[HTTPStatus]) -> dict[int | str, dict[str, Any]]:
    """Return the description of the problems of some statuses, from the table of all problems."""
    return {
        int(status): {
            "description": "; ".join(
                dict.fromkeys(title for code, _, title in PROBLEMS.values() if code == status)
            ),
            "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
        }
        for status in statuses
    }
