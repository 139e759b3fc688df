"""What a print is judged by: how far a colour may be off, and how much ink is allowed."""

from typing import Final

from pydantic import Field

from app.base.options import Options
from app.convert.engine import Engine
from app.convert.plan import Plan
from lut.store.distance import FARTHEST

THRESHOLD: Final = 5.0
"""ΔE2000. A colour that is farther off is out of gamut, unless the client asks for another."""


class JudgedOptions(Options):
    """The options of a conversion, with the tolerances that its print is judged by."""

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
        description="Total area coverage in percent; pixels above it are marked and counted. By "
        "default `max_ink`, else the most that the condition's profile prints.",
        examples=[300],
    )


def limit_of(options: JudgedOptions, plan: Plan, engine: Engine) -> float:
    """Return the limit of total ink in percent: `limit`, else `max_ink`, else the condition's.

    A picture that is CMYK already has no recipe: then it is the condition that the options name,
    or the default.
    """
    for limit in (options.limit, options.max_ink):
        if limit is not None:
            return limit
    name = plan.recipe.condition if plan.recipe else options.condition
    return engine.conditions[name or engine.default.name].facts.max_ink
