"""An upload, from the socket into a temporary file: the body itself, or the picture of a form."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from io import BufferedRandom, FileIO
from typing import Final, cast

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from app.base.errors import UploadBroken, UploadTooLarge, UploadTooSlow
from app.base.settings import Settings
from app.capacity.spool import expect_room, spool_file
from app.receive.form import Form

FORM: Final = b"multipart/form-data"
MOST_DIGITS: Final = 100
"""Digits of a Content-Length. No real length has more; `int` refuses some thousand."""


@dataclass(frozen=True)
class Upload:
    """A picture that a client has sent.

    Attributes:
        file: all its bytes, unbuffered; the work that reads it closes it.
        name: as the client calls it; empty where it does not.
        profile: an ICC profile that came with it, unjudged; None where none did.
    """

    file: FileIO
    name: str = ""
    profile: bytes | None = None


async def read_upload(request: Request, limits: Settings) -> Upload:
    """Read a request's body into a temporary file.

    Args:
        request: with an image as its body, or a form with one `file`.
        limits: bytes, and how fast they must come; and the folder to keep them in.

    Raises:
        UploadTooLarge: more bytes, by Content-Length before any is read, or by count.
        UploadTooSlow: the client sends them too slowly.
        UploadBroken: an empty body, a form without or with several files, a cut form.
        NoRoom: the disk is too full, or cannot be written.
    """
    announced = _announced(request, int(limits.max_upload))
    expect_room(limits.spool, announced, int(limits.spare_disk))
    with ExitStack() as held:
        file = held.enter_context(spool_file(limits.spool))
        form = await _fill(file, request, limits)
        file.flush()
        held.pop_all()
    unbuffered = cast("FileIO", file.detach())
    return Upload(unbuffered, form.filename, form.profile) if form else Upload(unbuffered)


async def _fill(file: BufferedRandom, request: Request, limits: Settings) -> Form | None:
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    form = Form(file, boundary, int(limits.max_profile)) if kind == FORM else None
    write = form.write if form else file.write
    limit, received = int(limits.max_upload), 0
    async with at_pace(int(limits.least_rate), limits.patience) as pace:
        async for chunk in request.stream():
            received += len(chunk)
            pace(len(chunk))
            if received > limit:
                raise _too_large(limit, f"more than {limit}")
            write(chunk)
    if form:
        form.finish()
    if not file.tell():
        raise UploadBroken("expected an image as the body, got no bytes")
    return form


@asynccontextmanager
async def at_pace(rate: int, patience: float) -> AsyncIterator[Callable[[int], None]]:
    """Yield a function that counts bytes; the block fails where they come too slowly.

    Args:
        rate: bytes a second.
        patience: seconds over which the rate is measured.

    Raises:
        UploadTooSlow: the client sent fewer.
    """
    loop, came = asyncio.get_running_loop(), 0
    try:
        async with asyncio.timeout(patience) as deadline:

            def pace(size: int) -> None:
                nonlocal came
                came += size
                if came >= rate * patience:
                    came = 0
                    deadline.reschedule(loop.time() + patience)

            yield pace
    except TimeoutError as error:
        raise UploadTooSlow(
            f"an upload must come at {rate} bytes a second (least_rate), got {came} in "
            f"{patience:g} s (patience)"
        ) from error


def _announced(request: Request, limit: int) -> int:
    """Return the bytes that the client announces; 0 where it announces no number."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal():
        return 0
    if len(announced) > MOST_DIGITS or int(announced) > limit:
        raise _too_large(limit, announced)
    return int(announced)


def _too_large(limit: int, came: str) -> UploadTooLarge:
    return UploadTooLarge(f"an upload may have {limit} bytes (max_upload), got {came}")
