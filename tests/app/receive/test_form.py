"""Forms: the one that is taken, and all that are not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import UploadBroken
from tests.app.receive.uploading import (
    BOUNDARY,
    END,
    FILE,
    PICTURE,
    Client,
    bytewise,
    form,
    in_spool,
    part,
)

pytestmark = pytest.mark.usefixtures("nothing_stays_open")

OTHER = b'Content-Disposition: form-data; name="condition"'


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'Content-Disposition: form-data; name="file"', ""),
        (b'content-disposition: form-data; filename="b c.png"; name="file"', "b c.png"),
        (b"Content-Disposition: form-data; name=file; filename=b.png", "b.png"),
        (
            b"Content-Type: image/png\r\n" + FILE.replace(b"a.jpg", "Föhre.png".encode()),
            "Föhre.png",
        ),
        (FILE.replace(b"a.jpg", "松.jpg".encode()), "松.jpg"),
        (FILE.replace(b"a.jpg", b"\xff.jpg"), "\ufffd.jpg"),
        (FILE.replace(b"a.jpg", b"a;b=c.jpg"), "a;b=c.jpg"),
        (FILE.replace(b"a.jpg", b'a\\"b.jpg'), 'a"b.jpg'),
    ],
)
def test_the_files_name_is_returned(head: bytes, name: str, spool: Path) -> None:
    for pieces in ([form(part(head))], bytewise(form(part(head)))):
        assert Client(pieces, BOUNDARY).upload(spool) == (name, PICTURE)


@pytest.mark.parametrize(
    "kind",
    [
        b"multipart/form-data; boundary=--xxxy",
        b'Multipart/Form-Data; charset=utf-8; boundary="--xxxy"',
        b"multipart/form-data;boundary=--xxxy",
    ],
)
def test_the_boundary_is_found(kind: bytes, spool: Path) -> None:
    assert Client([form(part(FILE))], kind).upload(spool) == ("a.jpg", PICTURE)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (END.removeprefix(b"\r\n"), "got no file"),
        (form(part(FILE), part(FILE)), "got several"),
        (form(part(OTHER, b"fogra39-coated")), "got 'condition': options are query parameters"),
        (form(part(FILE), part(OTHER, b"x")), "got 'condition'"),
        (form(part(OTHER, b"x"), part(FILE)), "got 'condition'"),
        (form(part(b'Content-Disposition: form-data; filename="a.jpg"')), "got ''"),
        (form(part(b"Content-Type: image/png")), "got ''"),
        (form(part(FILE.replace(b'"file"', b'"File"'))), "got 'File'"),
        (b"", "a form that ends too early"),
        (PICTURE, "cannot be read"),
        (b"preamble\r\n" + form(part(FILE)), "cannot be read"),
        (form(part(FILE)).replace(b"xxxy", b"yyyy"), "cannot be read"),
        (form(part(b"X: " + b"y" * 20_000 + b"\r\n" + FILE)), ""),
        (form(part(b"\r\n".join(b"X-%d: y" % i for i in range(1000)) + b"\r\n" + FILE)), ""),
        (form(part(b"no header at all")), "cannot be read"),
    ],
)
def test_any_other_form_is_refused(body: bytes, expected: str, spool: Path) -> None:
    for pieces in ([body], bytewise(body)):
        with pytest.raises(UploadBroken) as caught:
            Client(pieces, BOUNDARY).upload(spool)
        assert expected in str(caught.value)


@pytest.mark.parametrize(
    "boundary", [b"", b"; boundary", b"; boundary=", b'; boundary=""', b"; boundary=" + b"x" * 300]
)
def test_a_form_without_a_boundary_that_can_be_one_is_refused(boundary: bytes, spool: Path) -> None:
    with pytest.raises(UploadBroken):
        Client([form(part(FILE))], b"multipart/form-data" + boundary).upload(spool)


def test_a_form_that_is_cut_anywhere_is_refused(spool: Path) -> None:
    whole = form(part(FILE))
    # The form is whole with the closing boundary; the line break after it may be missing.
    for length in range(len(whole) - 2):
        for pieces in ([whole[:length]], bytewise(whole[:length])):
            with pytest.raises(UploadBroken):
                Client(pieces, BOUNDARY).upload(spool)


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_after_the_closing_boundary_nothing_more_is_needed(missing: int, spool: Path) -> None:
    whole = form(part(FILE))
    client = Client([whole[: len(whole) - missing]], BOUNDARY)
    assert client.upload(spool) == ("a.jpg", PICTURE)


@given(body=st.binary(max_size=200), kind=st.binary(max_size=60))
@in_spool
def test_any_bytes_of_any_kind_are_taken_or_refused_by_name(
    body: bytes, kind: bytes, spool: Path
) -> None:
    for content_type in (kind, b"multipart/form-data; boundary=" + kind, BOUNDARY):
        try:
            _, arrived = Client([body], content_type).upload(spool)
        except UploadBroken:
            continue
        assert arrived in body
