"""What a print is judged by: how far a colour may be off, and how much ink there may be."""

from typing import Final

from pydantic import Field

from app.base.options import Options
from app.convert.engine import Pressroom
from app.convert.plan import Choice
from lut.store.distance import FARTHEST

THRESHOLD: Final = 5.0


class Judged(Options):
    """What a picture is to become, and what that is judged by."""

    threshold: float = Field(
        THRESHOLD,
        ge=0,
        le=FARTHEST,
        allow_inf_nan=False,
        description="ΔE2000 above which a colour is out of gamut.",
    )
    limit: float | None = Field(
        None,
        ge=0,
        le=400,
        allow_inf_nan=False,
        description="Total area coverage in percent; what is above is marked and counted. By "
        "default `max_ink`, else the most that the condition's profile prints.",
        examples=[300],
    )


def limit_of(options: Judged, chosen: Choice, room: Pressroom) -> float:
    """Total area coverage in percent: asked for, else `max_ink`, else the condition's own.

    Args:
        options: what was asked for.
        chosen: a picture that is CMYK already is judged by the condition asked for, or the default.
        room: whose conditions.
    """
    if options.limit is not None:
        return options.limit
    if options.max_ink is not None:
        return options.max_ink
    name = chosen.recipe.condition if chosen.recipe else options.condition
    return room.conditions[name or room.default.name].facts.max_ink
