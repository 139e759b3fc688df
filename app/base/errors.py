"""What can go wrong with a request, and the one table that turns it into an answer.

    AppError
    ├── ParameterError    a parameter is unknown, repeated or not among the choices
    ├── Unauthorised      keys are needed, and none came
    ├── UploadTooLarge    more bytes than the service takes
    ├── UploadTooSlow     fewer bytes a second than the service waits for
    ├── UploadBroken      the form, or the body itself, is not what was announced
    ├── UnknownFormat     no format that is read here
    ├── ImageBroken       the file is damaged or truncated
    ├── ImageTooLarge     more pixels, or more decoder memory, than the service takes
    ├── TooMuch           more of something else: pages, metadata, time
    ├── ColourRefused     a picture that is not RGB or grey
    ├── NoRoom            the disk is full, or cannot be written
    ├── Busy              all slots and all places in the queue are taken
    └── NotReady          the service is still starting

Every answer is a problem object (RFC 9457), whatever the route.
"""

import errno
import logging
from http import HTTPStatus
from random import randint
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from lut.base import errors as lut_errors

log = logging.getLogger(__name__)


class AppError(Exception):
    """The root of the tree above."""


class SettingsBroken(Exception):
    """A setting names something that cannot be used: there is no service to answer with."""


class ParameterError(AppError):
    """A parameter is unknown, repeated or not among the choices."""


class Unauthorised(AppError):
    """Keys are needed, and none came."""


class UploadTooLarge(AppError):
    """More bytes than the service takes."""


class UploadTooSlow(AppError):
    """Fewer bytes a second than the service waits for."""


class UploadBroken(AppError):
    """The form, or the body itself, is not what was announced."""


class UnknownFormat(AppError):
    """No format that is read here."""


class ImageBroken(AppError):
    """The file is damaged or truncated."""


class ImageTooLarge(AppError):
    """More pixels, or more decoder memory, than the service takes."""


class TooMuch(AppError):
    """More of something else than the service takes: pages, metadata, time."""


class ColourRefused(AppError):
    """A picture that is not RGB or grey."""


class NoRoom(AppError):
    """The disk is full, or cannot be written."""


class Busy(AppError):
    """All slots and all places in the queue are taken."""


class NotReady(AppError):
    """The service is still starting."""


PROBLEMS: Final[dict[type[Exception], tuple[HTTPStatus, str, str]]] = {
    ParameterError: (HTTPStatus.BAD_REQUEST, "parameters", "The parameters are not right"),
    lut_errors.RecipeError: (HTTPStatus.BAD_REQUEST, "parameters", "The parameters are not right"),
    Unauthorised: (HTTPStatus.UNAUTHORIZED, "key", "A key is needed"),
    UploadBroken: (HTTPStatus.BAD_REQUEST, "upload", "The upload is not right"),
    lut_errors.UnknownCondition: (HTTPStatus.NOT_FOUND, "condition", "There is no such condition"),
    UploadTooSlow: (HTTPStatus.REQUEST_TIMEOUT, "slow", "The upload is too slow"),
    UploadTooLarge: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "bytes", "The upload is too large"),
    UnknownFormat: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "format", "The format is not read here"),
    ImageBroken: (HTTPStatus.UNPROCESSABLE_ENTITY, "image", "The image is damaged"),
    ImageTooLarge: (HTTPStatus.UNPROCESSABLE_ENTITY, "pixels", "The image is too large"),
    TooMuch: (HTTPStatus.UNPROCESSABLE_ENTITY, "limit", "The image exceeds a limit"),
    ColourRefused: (HTTPStatus.UNPROCESSABLE_ENTITY, "colour", "The image is not RGB or grey"),
    lut_errors.ProfileError: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "profile",
        "The profile cannot be used",
    ),
    NoRoom: (HTTPStatus.INSUFFICIENT_STORAGE, "disk", "The disk is full or cannot be written"),
    Busy: (HTTPStatus.SERVICE_UNAVAILABLE, "busy", "The service is busy"),
    NotReady: (HTTPStatus.SERVICE_UNAVAILABLE, "starting", "The service is starting"),
}
STORAGE: Final = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    *(errno.EROFS, errno.EACCES, errno.EPERM),
    *(errno.ENOENT, errno.ENOTDIR, errno.EEXIST),
    errno.EIO,
}
"""What a disk says when it is full, not to be written, not there, or broken."""

RETRY_WITHIN_S: Final = 3
"""Seconds at most after which to try again: not the same for all who were refused together."""

REQUEST_ID: Final = "X-Request-ID"


def install(app: FastAPI) -> None:
    """Answer every error in `PROBLEMS`, the framework's own and the unknown as a problem."""
    for kind in PROBLEMS:
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OSError, _storage)
    app.add_exception_handler(Exception, _unknown)


def problem(
    request: Request, status: HTTPStatus, kind: str, title: str, detail: str
) -> JSONResponse:
    """An answer of type `application/problem+json`."""
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
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        again = randint(1, RETRY_WITHIN_S)  # noqa: S311 - no secret
        headers["Retry-After"] = str(again)
    return JSONResponse(content, status, headers, media_type="application/problem+json")


async def _known(request: Request, error: Exception) -> JSONResponse:
    status, kind, title = next(PROBLEMS[c] for c in type(error).__mro__ if c in PROBLEMS)
    return problem(request, status, kind, title, str(error))


async def _left(_request: Request, _error: Exception) -> Response:
    """Nobody reads it: the client left while it was sending, or before the first byte."""
    log.info("the client left before it was answered")
    return Response(status_code=HTTPStatus.BAD_REQUEST)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is installed for
    detail = "; ".join(_sentence(one) for one in error.errors())
    return problem(request, *PROBLEMS[ParameterError], detail)


def _sentence(error: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"][1:])
    if not name:
        return str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return f"{name}: unknown parameter"
    return f"{name}: {error['msg']}, got {error.get('input')!r}"


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is installed for
    status = HTTPStatus(error.status_code)
    answer = problem(request, status, "http", status.phrase, f"{request.method} {request.url.path}")
    answer.headers.update(error.headers or {})
    return answer


async def _storage(request: Request, error: Exception) -> JSONResponse:
    """What a disk says; anything else of the system's is unknown."""
    assert isinstance(error, OSError)  # noqa: S101 - what it is installed for
    if error.errno not in STORAGE:
        return await _unknown(request, error)
    log.error("the disk: %s", error)
    return await _known(request, NoRoom(f"a file cannot be written: {error.strerror}"))


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    log.error("request failed", exc_info=error)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return problem(request, status, "internal", status.phrase, "the log has the details")
