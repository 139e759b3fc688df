import re
import unicodedata
from email.message import EmailMessage
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.send.download_name import content_disposition, output_name

LONGEST_ON_DISK = 255


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("photo.jpg", "photo.cmyk.tif"),
        ("photo", "photo.cmyk.tif"),
        ("photo.tar.gz", "photo.tar.cmyk.tif"),
        ("photo.cmyk.tif", "photo.cmyk.cmyk.tif"),
        ("a b.png", "a b.cmyk.tif"),
        ("  photo .jpg", "photo.cmyk.tif"),
        ("/etc/passwd", "passwd.cmyk.tif"),
        ("../../photo.jpg", "photo.cmyk.tif"),
        ("folder/", "image.cmyk.tif"),
        ("C:\\Users\\me\\photo.jpg", "photo.cmyk.tif"),
        ("..\\photo.jpg", "photo.cmyk.tif"),
        ("C:photo.jpg", "C_photo.cmyk.tif"),
        ("", "image.cmyk.tif"),
        (".", "image.cmyk.tif"),
        ("..", "image.cmyk.tif"),
        ("... .", "image.cmyk.tif"),
        (".hidden.jpg", "hidden.cmyk.tif"),
        (".jpg", "jpg.cmyk.tif"),
        ('say "hi".jpg', "say _hi_.cmyk.tif"),
        ("50%|<a>*?.jpg", "50___a___.cmyk.tif"),
        ("a\r\nSet-Cookie: b.jpg", "aSet-Cookie_ b.cmyk.tif"),
        ("a\0b\x7f.jpg", "ab.cmyk.tif"),
        ("gpj\u202e.exe", "gpj.cmyk.tif"),
        ("\udcff.jpg", "image.cmyk.tif"),
        ("Föhre.jpg", "Föhre.cmyk.tif"),
        ("松.jpg", "松.cmyk.tif"),
        ("x" * 500 + ".jpg", "x" * 120 + ".cmyk.tif"),
    ],
)
def test_the_tiff_is_named_after_the_picture(source: str, name: str) -> None:
    assert output_name(source) == name


def assert_one_safe_component(name: str) -> None:
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert name.endswith(".cmyk.tif")
    assert not name.startswith((".", " "))
    assert not re.search(r'[\x00-\x1f\x7f<>:"|?*%/\\]', name)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)


@given(st.text(st.characters(codec=None)))
def test_any_text_gives_one_safe_component_of_a_path(source: str) -> None:
    assert_one_safe_component(output_name(source))


@given(st.text("./\\ :%\"'\r\n\0ab", max_size=12))
def test_any_play_with_separators_gives_one_safe_component(source: str) -> None:
    assert_one_safe_component(output_name(source))


@pytest.mark.parametrize("letter", ["x", "ö", "松", "🌲"])
def test_a_long_name_still_fits_a_file_system(letter: str) -> None:
    name = output_name(letter * 250 + ".jpg")
    assert len(name.encode()) <= LONGEST_ON_DISK


def test_a_name_cut_short_does_not_end_in_a_space() -> None:
    assert output_name("x" * 119 + " y.jpg") == "x" * 119 + ".cmyk.tif"


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("photo.cmyk.tif", 'attachment; filename="photo.cmyk.tif"'),
        ("a b.cmyk.tif", 'attachment; filename="a b.cmyk.tif"'),
        (
            "Föhre.cmyk.tif",
            "attachment; filename=\"Fohre.cmyk.tif\"; filename*=UTF-8''F%C3%B6hre.cmyk.tif",
        ),
        (
            "松.cmyk.tif",
            "attachment; filename=\"image.cmyk.tif\"; filename*=UTF-8''%E6%9D%BE.cmyk.tif",
        ),
    ],
)
def test_the_disposition_of_a_name(name: str, disposition: str) -> None:
    assert content_disposition(name) == disposition


def parsed(disposition: str) -> tuple[str, str]:
    """The name for old clients, and the name for all others."""
    found = re.fullmatch(
        r"attachment; filename=\"([^\"\\]*)\"(?:; filename\*=UTF-8''([\w.~%-]+))?",
        disposition,
        re.ASCII,
    )
    assert found
    return found[1], unquote(found[2], errors="strict") if found[2] else found[1]


@given(st.text(st.characters(codec=None)))
def test_a_disposition_gives_the_name_back(source: str) -> None:
    name = output_name(source)
    disposition = content_disposition(name)
    assert disposition.isascii()
    assert disposition.isprintable()
    assert parsed(disposition)[1] == name


@given(st.text(st.characters(codec=None)))
def test_old_clients_get_one_safe_component_too(source: str) -> None:
    plain, _ = parsed(content_disposition(output_name(source)))
    assert_one_safe_component(plain)


@pytest.mark.parametrize("name", ["photo.jpg", "Föhre 1.jpg", "松.jpg", "a'b;c=d.jpg"])
def test_the_standard_librarys_mail_parser_reads_the_name(name: str) -> None:
    message = EmailMessage()
    # It stops at a parameter that is given twice, as every name beyond ASCII is.
    last = content_disposition(output_name(name)).rpartition("; ")[-1]
    message["Content-Disposition"] = f"attachment; {last}"
    assert message.get_filename() == output_name(name)


@pytest.mark.parametrize("sign", ["／", "＼", "：", "％", "℀", "＂"])
def test_a_sign_that_decomposes_stays_harmless_for_old_clients(sign: str) -> None:
    plain, _ = parsed(content_disposition(output_name(f"a{sign}b.jpg")))
    assert_one_safe_component(plain)
