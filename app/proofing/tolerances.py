"""What a print is judged by: how far a colour may be off, and how much ink there may be."""

from typing import Final

from pydantic import Field

from app.base.options import Options
from app.convert.engine import Engine
from app.convert.plan import Plan
from lut.store.distance import FARTHEST

THRESHOLD: Final = 5.0


class JudgedOptions(Options):
    """The options of a conversion, and what its print is judged by."""

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


def limit_of(options: JudgedOptions, plan: Plan, engine: Engine) -> float:
    """Return the limit of total ink in percent: asked for, else `max_ink`, else the condition's.

    Args:
        options: what was asked for.
        plan: a picture that is CMYK already is judged by the condition asked for, or the default.
        engine: whose conditions.
    """
    if options.limit is not None:
        return options.limit
    if options.max_ink is not None:
        return options.max_ink
    name = plan.recipe.condition if plan.recipe else options.condition
    return engine.conditions[name or engine.default.name].facts.max_ink
