"""The ink limit that a print is judged by."""

from app.choice import Choice
from app.options import Options
from app.pressroom import Pressroom


def limit_of(asked: float | None, options: Options, chosen: Choice, room: Pressroom) -> float:
    """Total area coverage in percent: asked for, else `max_ink`, else the condition's own.

    Args:
        asked: what the request says.
        options: of the conversion.
        chosen: a picture that is CMYK already is judged by the condition asked for, or the default.
        room: whose conditions.
    """
    if asked is not None:
        return asked
    if options.max_ink is not None:
        return options.max_ink
    name = chosen.recipe.condition if chosen.recipe else options.condition
    return room.conditions[name or room.default.name].facts.max_ink
