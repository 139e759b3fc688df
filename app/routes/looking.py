"""What the routes that look at a picture have in common."""

from collections.abc import Callable, Generator
from contextlib import aclosing
from io import FileIO
from typing import Protocol, TypeVar

from fastapi import Request

from app.base.options import Options
from app.base.timings import Stages
from app.capacity.slots import Check
from app.convert.engine import Pressroom
from app.middleware.metrics import Metrics
from app.routes.receiving import received
from app.send.response import unless_left
from app.send.strip_queue import Pump


class Looked(Protocol):
    """What comes of looking."""

    @property
    def pixels(self) -> int:
        """How many have been looked at, or stand for it."""


Chosen = TypeVar("Chosen", bound=Options)
Result = TypeVar("Result", bound=Looked)
Look = Callable[[Pressroom, FileIO, Chosen, bytes | None, Check, Stages], Result]


async def looked_at(request: Request, options: Chosen, look: Look[Chosen, Result]) -> Result:
    """Judge, receive, and look, in a thread of its own, unless the client leaves first.

    Args:
        request: whose body is the picture, or a form with it.
        options: of the look.
        look: given the room, the picture, the options, a profile that came with it, what raises
            once the client has left, and what is told where the time goes.

    Raises:
        ClientDisconnect: the client has left.
        whatever `look` raises.
    """
    room: Pressroom = request.app.state.pressroom
    stages = Stages()
    upload = await received(request, options, stages)

    def work(check: Check) -> Generator[Result]:
        with upload.file:
            yield look(room, upload.file, options, upload.profile, check, stages)

    async with aclosing(Pump(work, room.slots.rest).items()) as items:
        result = await unless_left(anext(items), request)
    metrics: Metrics = request.app.state.metrics
    metrics.converted(result.pixels, stages)
    return result
