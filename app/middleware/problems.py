"""Every error as a problem object (RFC 9457), whatever the route: one table says which.

A conversion that fails while its body is being sent gets no problem: its connection is cut.
"""

import logging
from http import HTTPStatus as Status
from random import randint
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.base import errors
from app.middleware.request_id import REQUEST_ID
from lut.base.errors import ProfileError, RecipeError, UnknownCondition

log = logging.getLogger(__name__)

TOO_LARGE: Final = Status.REQUEST_ENTITY_TOO_LARGE
UNSUPPORTED: Final = Status.UNSUPPORTED_MEDIA_TYPE
UNPROCESSABLE: Final = Status.UNPROCESSABLE_ENTITY
NO_STORAGE: Final = Status.INSUFFICIENT_STORAGE

PROBLEMS: Final[dict[type[Exception], tuple[Status, str, str]]] = {
    errors.ParameterError: (Status.BAD_REQUEST, "parameters", "The parameters are not right"),
    RecipeError: (Status.BAD_REQUEST, "parameters", "The parameters are not right"),
    errors.UploadBroken: (Status.BAD_REQUEST, "upload", "The upload is not right"),
    errors.Unauthorised: (Status.UNAUTHORIZED, "key", "A key is needed"),
    UnknownCondition: (Status.NOT_FOUND, "condition", "There is no such condition"),
    errors.UploadTooSlow: (Status.REQUEST_TIMEOUT, "slow", "The upload is too slow"),
    errors.UploadTooLarge: (TOO_LARGE, "bytes", "The upload is too large"),
    errors.UnknownFormat: (UNSUPPORTED, "format", "The service does not read this format"),
    errors.ImageBroken: (UNPROCESSABLE, "image", "The image is damaged"),
    errors.ImageTooLarge: (UNPROCESSABLE, "pixels", "The image is too large"),
    errors.TooMuch: (UNPROCESSABLE, "limit", "The image exceeds a limit"),
    errors.ColourRefused: (UNPROCESSABLE, "colour", "The image is not RGB or grey"),
    ProfileError: (UNPROCESSABLE, "profile", "The profile cannot be used"),
    errors.NoRoom: (NO_STORAGE, "disk", "The disk is full or cannot be written"),
    errors.Busy: (Status.SERVICE_UNAVAILABLE, "busy", "The service is busy"),
    errors.NotReady: (Status.SERVICE_UNAVAILABLE, "starting", "The service is starting"),
}

RETRY_WITHIN_S: Final = 3
"""Seconds at most after which to try again. Each refused client is given a time of its own, so that
those who were refused together do not come back together."""


def install(app: FastAPI) -> None:
    """Answer every error in `PROBLEMS`, the framework's own and any other with a problem."""
    for kind in PROBLEMS:
        app.add_exception_handler(kind, _answer_known)
    app.add_exception_handler(ClientDisconnect, _answer_nobody)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_unknown)


def problem(request: Request, status: Status, kind: str, title: str, detail: str) -> JSONResponse:
    """Return an answer of type `application/problem+json`."""
    request_id = request.scope.get("state", {}).get("request_id", "")
    content: dict[str, Any] = {
        "type": f"urn:platesetter:problem:{kind}",
        "title": title,
        "status": int(status),
        "detail": detail,
        "instance": f"urn:platesetter:request:{request_id}",
    }
    headers = {REQUEST_ID: request_id}
    request.scope.setdefault("state", {})["problem"] = kind
    if status == Status.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status == Status.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(randint(1, RETRY_WITHIN_S))  # noqa: S311 - no secret
    return JSONResponse(content, status, headers, media_type="application/problem+json")


async def _answer_known(request: Request, error: Exception) -> JSONResponse:
    status, kind, title = next(PROBLEMS[c] for c in type(error).__mro__ if c in PROBLEMS)
    if status == NO_STORAGE:
        log.error("the disk: %s", error)
    return problem(request, status, kind, title, str(error))


async def _answer_nobody(_request: Request, _error: Exception) -> Response:
    """Return an answer that no client reads: it left while it was sending, or before any byte."""
    log.info("the client left before it was answered")
    return Response(status_code=Status.BAD_REQUEST)


async def _answer_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is installed for
    detail = "; ".join(_sentence(one) for one in error.errors())
    return problem(request, *PROBLEMS[errors.ParameterError], detail)


def _sentence(error: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"][1:])
    if not name:
        return str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return f"{name}: unknown parameter"
    return f"{name}: {error['msg']}, got {error.get('input')!r}"


async def _answer_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is installed for
    status = Status(error.status_code)
    answer = problem(request, status, "http", status.phrase, f"{request.method} {request.url.path}")
    answer.headers.update(error.headers or {})
    return answer


async def _answer_unknown(request: Request, error: Exception) -> JSONResponse:
    log.error("request failed", exc_info=error)
    status = Status.INTERNAL_SERVER_ERROR
    return problem(request, status, "internal", status.phrase, "the log has the details")
