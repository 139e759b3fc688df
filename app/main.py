"""`create_app(settings)`: the service."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from fastapi import Depends, FastAPI
from fastapi_offline import FastAPIOffline
from numexpr.utils import set_num_threads
from starlette.middleware.cors import CORSMiddleware

from app.base import errors
from app.base.settings import Settings
from app.capacity.allocator import tidy
from app.convert.engine import Pressroom
from app.middleware.access import Keys, authorised
from app.middleware.browser_headers import SecurityHeaders
from app.middleware.metrics import Metrics
from app.middleware.request_id import Identity
from app.middleware.request_log import Observed
from app.receive.refused_body import Drain
from app.routes import conditions, convert, health, metrics, page, proof, report
from app.routes.openapi.problems import responses

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
        SettingsBroken: the keys cannot be read.
    """
    settings = settings or Settings()
    app = (FastAPIOffline if settings.docs else FastAPI)(
        title="Platesetter",
        version=version("platesetter"),
        description=DESCRIPTION,
        lifespan=_lifespan,
        openapi_url="/openapi.json" if settings.docs else None,
        redoc_url=None,
    )
    app.state.pressroom = Pressroom(settings)
    app.state.keys = Keys(settings)
    app.state.metrics = Metrics(app.state.pressroom)
    errors.install(app)
    _surround(app, settings)
    guard = _guard(app.state.keys)
    for guarded in (convert, proof, report, conditions, *[metrics] * settings.metrics):
        app.include_router(guarded.router, **guard)
    app.include_router(health.router)
    if settings.page:
        app.include_router(page.router)
        app.mount("/web", page.files)
    return app


def _guard(keys: Keys) -> dict[str, Any]:
    """What stands before a route, and in its description, where keys are needed."""
    if not keys.are_needed:
        return {}
    answers = responses([HTTPStatus.UNAUTHORIZED])
    return {"dependencies": [Depends(authorised)], "responses": answers}


def _surround(app: FastAPI, settings: Settings) -> None:
    """What is around every route, the innermost first."""
    app.add_middleware(Drain)
    if origins := [origin.strip() for origin in settings.cors.split(",") if origin.strip()]:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT"],
            allow_headers=["Authorization", "Content-Type", errors.REQUEST_ID],
            expose_headers=["*"],
        )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observed, metrics=app.state.metrics)
    app.add_middleware(Identity)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """The default table is made while the service already answers: `/readyz` says when."""
    set_num_threads(1)  # type: ignore[no-untyped-call]  # numexpr has no annotations
    room: Pressroom = app.state.pressroom
    warming = asyncio.create_task(asyncio.to_thread(room.warm_up))
    warming.add_done_callback(_tell_failure)
    tidying = asyncio.create_task(tidy(lambda: not room.slots.inside, lambda: room.slots.begun))
    yield
    tidying.cancel()
    await asyncio.wait({warming})
    room.close()


def _tell_failure(warming: "asyncio.Task[None]") -> None:
    if not warming.cancelled() and (error := warming.exception()):
        log.critical("the default condition's table cannot be made", exc_info=error)
