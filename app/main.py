"""`create_app(settings)`: the service."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from numexpr.utils import set_num_threads

from app import errors
from app.identity import Identity
from app.pressroom import Pressroom
from app.routes import conditions, convert, health
from app.settings import Settings

log = logging.getLogger(__name__)

DESCRIPTION = """RGB photographs in, press-ready CMYK TIFFs out.

Errors are problem objects (RFC 9457) whatever the route, and every answer has an
`X-Request-ID`."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service, ready to be served.

    Args:
        settings: by default what the environment says.

    Raises:
        ConditionError: a folder of conditions is damaged, or has no default condition.
    """
    settings = settings or Settings()
    app = FastAPIOffline(
        title="Platesetter",
        version=version("platesetter"),
        description=DESCRIPTION,
        lifespan=_lifespan,
        redoc_url=None,
    )
    app.state.pressroom = Pressroom(settings)
    app.add_middleware(Identity)
    errors.install(app)
    for routes in (convert, conditions, health):
        app.include_router(routes.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """The default table is made while the service already answers: `/readyz` says when."""
    set_num_threads(1)  # type: ignore[no-untyped-call]  # numexpr has no annotations
    room: Pressroom = app.state.pressroom
    warming = asyncio.create_task(asyncio.to_thread(room.warm_up))
    warming.add_done_callback(_tell_failure)
    yield
    await asyncio.wait({warming})


def _tell_failure(warming: "asyncio.Task[None]") -> None:
    if not warming.cancelled() and (error := warming.exception()):
        log.critical("the default condition's table cannot be made", exc_info=error)
