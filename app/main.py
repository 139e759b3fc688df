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

from app.base.settings import Settings
from app.capacity.allocator import tidy
from app.convert.engine import Engine
from app.middleware import problems
from app.middleware.access import Keys, authorised
from app.middleware.browser_headers import BrowserHeaders
from app.middleware.metrics import Metrics
from app.middleware.request_id import REQUEST_ID, RequestId
from app.middleware.request_log import RequestLog
from app.receive.refused_body import RefusedBody
from app.routes import conditions, convert, health, metrics, page, proof, report
from app.routes.openapi.problems import responses

log = logging.getLogger(__name__)

DESCRIPTION = """RGB photographs in, press-ready CMYK TIFFs out.

Errors are problem objects (RFC 9457) whatever the route, and every answer has an
`X-Request-ID`."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service, ready to be served.

    Args:
        settings: by default those of the environment.

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
    app.state.engine = Engine(settings)
    app.state.keys = Keys(settings)
    app.state.metrics = Metrics(app.state.engine)
    problems.install(app)
    _add_middleware(app, settings)
    guard = _guard(app.state.keys)
    for guarded in (convert, proof, report, conditions, *[metrics] * settings.metrics):
        app.include_router(guarded.router, **guard)
    app.include_router(health.router)
    if settings.page:
        app.include_router(page.router)
        app.mount("/web", page.files)
    return app


def _guard(keys: Keys) -> dict[str, Any]:
    """Return what checks a route's key, and describes it, where keys are needed."""
    if not keys.are_needed:
        return {}
    answers = responses([HTTPStatus.UNAUTHORIZED])
    return {"dependencies": [Depends(authorised)], "responses": answers}


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """Add what surrounds every route. Each is added around those before it."""
    app.add_middleware(RefusedBody)
    if origins := [origin.strip() for origin in settings.cors.split(",") if origin.strip()]:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT"],
            allow_headers=["Authorization", "Content-Type", REQUEST_ID],
            expose_headers=["*"],
        )
    app.add_middleware(BrowserHeaders)
    app.add_middleware(RequestLog, metrics=app.state.metrics)
    app.add_middleware(RequestId)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Make the default table while the service already answers: `/readyz` says when it is there."""
    set_num_threads(1)  # type: ignore[no-untyped-call]  # numexpr has no annotations
    engine: Engine = app.state.engine
    warming = asyncio.create_task(asyncio.to_thread(engine.warm_up))
    warming.add_done_callback(_log_failure)
    slots = engine.slots
    tidying = asyncio.create_task(tidy(lambda: not slots.inside, lambda: slots.begun))
    yield
    tidying.cancel()
    await asyncio.wait({warming})
    engine.close()


def _log_failure(warming: "asyncio.Task[None]") -> None:
    if not warming.cancelled() and (error := warming.exception()):
        log.critical("the default condition's table cannot be made", exc_info=error)
