"""An upload, straight from the socket to a spool file: the body itself, or a form's picture."""

from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedRandom, FileIO
from pathlib import Path
from typing import Final, cast

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from app.errors import UploadBroken, UploadTooLarge
from app.form import Form
from app.spool import spool_file

FORM: Final = b"multipart/form-data"
MOST_DIGITS: Final = 100


@dataclass(frozen=True)
class Upload:
    """What was sent.

    Attributes:
        file: all its bytes, unbuffered; whoever holds the upload closes it.
        name: as the client calls it; empty where it does not.
        profile: an ICC profile that came with it, unjudged; None where none did.
    """

    file: FileIO
    name: str = ""
    profile: bytes | None = None


async def receive(request: Request, spool: Path, limit: int) -> Upload:
    """Read a request's body.

    Args:
        request: with an image as its body, or a form with one `file`.
        spool: the folder to keep it in.
        limit: bytes the body may have.

    Raises:
        UploadTooLarge: more bytes, told from Content-Length before any is read, or counted.
        UploadBroken: an empty body, a form without or with several files, a cut form.
    """
    _refuse_announced(request, limit)
    with ExitStack() as held:
        file = held.enter_context(spool_file(spool))
        form = await _fill(file, request, limit)
        file.flush()
        held.pop_all()
    unbuffered = cast("FileIO", file.detach())
    return Upload(unbuffered, form.filename, form.profile) if form else Upload(unbuffered)


async def _fill(file: BufferedRandom, request: Request, limit: int) -> Form | None:
    kind, options = parse_options_header(request.headers.get("content-type"))
    form = Form(file, options.get(b"boundary", b"")) if kind == FORM else None
    write = form.write if form else file.write
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > limit:
            raise _too_large(limit, f"more than {limit}")
        write(chunk)
    if form:
        form.finish()
    if not file.tell():
        raise UploadBroken("expected an image as the body, got no bytes")
    return form


def _refuse_announced(request: Request, limit: int) -> None:
    announced = request.headers.get("content-length", "0")
    # More digits than any real length has, and than int() reads, are not read.
    if announced.isdecimal() and (len(announced) > MOST_DIGITS or int(announced) > limit):
        raise _too_large(limit, announced)


def _too_large(limit: int, came: str) -> UploadTooLarge:
    return UploadTooLarge(f"an upload may have {limit} bytes (max_upload), got {came}")
