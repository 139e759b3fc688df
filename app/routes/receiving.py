"""What every request with a picture begins with."""

from collections import Counter
from typing import Final

from fastapi import Request

from app.base.errors import ParameterError
from app.base.options import Options
from app.base.timings import Stages
from app.convert.engine import Pressroom
from app.receive.upload import Upload, receive

REPEATABLE: Final = "brand"


async def received(request: Request, options: Options, stages: Stages) -> Upload:
    """Judge what can be judged before the picture is there, then read it.

    Raises:
        AppError, LutError: as they say.
    """
    refuse_repeated(request)
    room: Pressroom = request.app.state.pressroom
    room.judge(options)
    room.slots.expect_room()
    with stages.timed("receive"):
        return await receive(request, room.settings)


def refuse_repeated(request: Request) -> None:
    """Raises ParameterError where a query parameter stands twice: neither is silently right."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    repeated = sorted(name for name, n in counts.items() if n > 1 and name != REPEATABLE)
    if repeated:
        raise ParameterError(f"expected each parameter once, got several: {', '.join(repeated)}")
