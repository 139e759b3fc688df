"""A multipart form, parsed piece by piece (RFC 7578): one picture, and at most one profile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.base.errors import TooMuch, UploadBroken

FILE: Final = "file"
PROFILE: Final = "source_profile"
HEADER_BYTES: Final = 1 << 14
MOST_HEADERS: Final = 16


@contextmanager
def _refusing_broken_forms() -> Iterator[None]:
    try:
        yield
    except FormParserError as error:
        raise UploadBroken(f"the multipart form cannot be read: {error}") from error


@dataclass
class _Part:
    headers: dict[str, bytes] = field(default_factory=dict)
    name: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)


class Form:
    """A parser that is given the body piece by piece.

    Args:
        file: where it writes the picture's bytes.
        boundary: between the parts, as the Content-Type gives it.
        max_profile: bytes that the profile may have.

    Attributes:
        filename: the picture's, as the client calls it; empty where it does not.

    Raises:
        UploadBroken, TooMuch: from each method, where the form is not as described here.
    """

    def __init__(self, file: IO[bytes], boundary: bytes, max_profile: int) -> None:
        if not boundary:
            raise UploadBroken("a multipart form needs a boundary in its Content-Type")
        self.filename = ""
        self._file = file
        self._profile = bytearray()
        self._max_profile = max_profile
        self._part = _Part()
        self._fields: list[str] = []
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
        with _refusing_broken_forms():
            self._parser = MultipartParser(boundary, events)  # type: ignore[arg-type]  # a TypedDict of these

    @property
    def profile(self) -> bytes | None:
        """Return the bytes of `source_profile`, or None where there is none."""
        return bytes(self._profile) if PROFILE in self._fields else None

    def write(self, data: bytes) -> None:
        """Parse some more of the body."""
        with _refusing_broken_forms():
            self._parser.write(data)

    def finish(self) -> None:
        """Refuse a form that has not ended, or had no picture."""
        if not self._ended or FILE not in self._fields:
            came = "no file" if self._ended else "a form that ends too early"
            raise UploadBroken(f"expected a form with one field {FILE!r}, got {came}")

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
        if name not in (FILE, PROFILE):
            raise UploadBroken(
                f"expected a form with one field {FILE!r} and at most one {PROFILE!r}, "
                f"got {name!r}: options are query parameters"
            )
        if name in self._fields:
            raise UploadBroken(f"expected a form with one field {name!r}, got several")
        self._fields.append(name)
        if name == FILE:
            self.filename = options.get(b"filename", b"").decode("utf-8", "replace")

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._fields[-1] == FILE:
            self._file.write(data[start:end])
            return
        self._profile += data[start:end]
        if len(self._profile) > self._max_profile:
            raise TooMuch(f"{PROFILE} may have {self._max_profile} bytes (max_profile), got more")

    def _on_end(self) -> None:
        self._ended = True
