"""An upload, straight from the socket to a spool file: the body itself, or a form's one file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BufferedRandom, FileIO
from pathlib import Path
from typing import IO, Final, cast

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from app.errors import UploadBroken, UploadTooLarge
from app.spool import spool_file

FORM: Final = b"multipart/form-data"
FIELD: Final = "file"
HEADER_BYTES: Final = 1 << 14
MOST_HEADERS: Final = 16
MOST_DIGITS: Final = 100


@dataclass(frozen=True)
class Upload:
    """What was sent.

    Attributes:
        file: all its bytes, unbuffered; whoever holds the upload closes it.
        name: as the client calls it; empty where it does not.
    """

    file: FileIO
    name: str


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
        name = await _fill(file, request, limit)
        file.flush()
        held.pop_all()
    return Upload(cast("FileIO", file.detach()), name)


async def _fill(file: BufferedRandom, request: Request, limit: int) -> str:
    kind, options = parse_options_header(request.headers.get("content-type"))
    form = _Form(file, options.get(b"boundary", b"")) if kind == FORM else None
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
    return form.filename if form else ""


def _refuse_announced(request: Request, limit: int) -> None:
    announced = request.headers.get("content-length", "0")
    # More digits than any real length has, and than int() reads, are not read.
    if announced.isdecimal() and (len(announced) > MOST_DIGITS or int(announced) > limit):
        raise _too_large(limit, announced)


def _too_large(limit: int, came: str) -> UploadTooLarge:
    return UploadTooLarge(f"an upload may have {limit} bytes (max_upload), got {came}")


@contextmanager
def _told_as_broken() -> Iterator[None]:
    try:
        yield
    except FormParserError as error:
        raise UploadBroken(f"the multipart form cannot be read: {error}") from error


@dataclass
class _Part:
    headers: dict[str, bytes] = field(default_factory=dict)
    name: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)


class _Form:
    """A push parser for a form (RFC 7578) whose one file's bytes go to `file`."""

    def __init__(self, file: IO[bytes], boundary: bytes) -> None:
        if not boundary:
            raise UploadBroken("a multipart form needs a boundary in its Content-Type")
        self.filename = ""
        self._file = file
        self._part = _Part()
        self._files = 0
        self._ended = False
        events: dict[str, Callable[..., None]] = {
            "on_part_begin": self._on_part_begin,
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers_finished,
            "on_part_data": self._on_part_data,
            "on_end": self._on_end,
        }
        with _told_as_broken():
            self._parser = MultipartParser(boundary, events)  # type: ignore[arg-type]  # a TypedDict of these

    def write(self, data: bytes) -> None:
        with _told_as_broken():
            self._parser.write(data)

    def finish(self) -> None:
        if not self._ended or not self._files:
            came = "no file" if self._ended else "a form that ends too early"
            raise UploadBroken(f"expected a form with one field {FIELD!r}, got {came}")

    def _on_part_begin(self) -> None:
        self._part = _Part()

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._part.name += data[start:end]
        self._refuse_long_headers()

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.value += data[start:end]
        self._refuse_long_headers()

    def _refuse_long_headers(self) -> None:
        if len(self._part.name) + len(self._part.value) > HEADER_BYTES:
            raise UploadBroken(f"a form's header may have {HEADER_BYTES} bytes")

    def _on_header_end(self) -> None:
        part = self._part
        part.headers[part.name.decode("latin-1").lower()] = bytes(part.value)
        part.name.clear()
        part.value.clear()
        if len(part.headers) > MOST_HEADERS:
            raise UploadBroken(f"a form's part may have {MOST_HEADERS} headers")

    def _on_headers_finished(self) -> None:
        disposition = self._part.headers.get("content-disposition", b"")
        _, options = parse_options_header(disposition)
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name != FIELD:
            raise UploadBroken(
                f"expected a form with one field {FIELD!r}, got {name!r}: options are query "
                "parameters"
            )
        self._files += 1
        if self._files > 1:
            raise UploadBroken(f"expected a form with one field {FIELD!r}, got several")
        self.filename = options.get(b"filename", b"").decode("utf-8", "replace")

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._file.write(data[start:end])

    def _on_end(self) -> None:
        self._ended = True
