"""What every request with a picture begins with: its options, its body, and its own thread."""

from collections import Counter
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from fastapi import Request

from app.base.errors import ParameterError
from app.base.options import Options
from app.base.timings import Timings
from app.convert.engine import Engine
from app.convert.submission import Submission
from app.middleware.metrics import Metrics
from app.receive.upload import Upload, read_upload
from app.send.worker_thread import Client, in_thread

REPEATABLE: Final = "brand"


class Viewed(Protocol):
    """What comes of looking at a picture."""

    @property
    def pixels(self) -> int:
        """Return how many pixels the picture has."""


Chosen = TypeVar("Chosen", bound=Options)
Result = TypeVar("Result", bound=Viewed)


async def receive_submission(
    request: Request, options: Chosen, client: Client
) -> tuple[Submission[Chosen], Upload]:
    """Refuse what can be refused before the picture is there, then read it.

    Raises:
        AppError, LutError: the options or the upload are refused.
    """
    refuse_repeated(request)
    engine: Engine = request.app.state.engine
    engine.refuse_impossible(options)
    engine.slots.expect_room()
    timings = Timings()
    with timings.timed("receive"):
        upload = await read_upload(request, engine.settings)
    return Submission(upload.file, options, upload.profile, client.check, timings), upload


def refuse_repeated(request: Request) -> None:
    """Raise ParameterError where a query parameter is given twice: which one would be right?"""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    repeated = sorted(name for name, n in counts.items() if n > 1 and name != REPEATABLE)
    if repeated:
        raise ParameterError(f"expected each parameter once, got several: {', '.join(repeated)}")


async def look_at(
    request: Request, options: Chosen, look: Callable[[Engine, Submission[Chosen]], Result]
) -> Result:
    """Return what `look` makes of the picture, in a thread of its own, unless the client leaves.

    Args:
        request: its body is the picture, or a form with it.
        options: what the picture is to become, and how it is looked at.
        look: blocking; given the engine and the submission.

    Raises:
        ClientDisconnect: the client has left.
        whatever `look` raises.
    """
    client = Client()
    submission, _ = await receive_submission(request, options, client)
    engine: Engine = request.app.state.engine
    result = await in_thread(request, client, lambda: look(engine, submission))
    metrics: Metrics = request.app.state.metrics
    metrics.converted(result.pixels, submission.timings)
    return result
