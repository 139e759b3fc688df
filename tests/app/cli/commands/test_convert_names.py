"""Names that a file may have and a terminal may not like."""

import os
import subprocess
from pathlib import Path

import pytest

from tests import pictures
from tests.app.cli.running import run
from tests.pictures import photo
from tests.server import PLATESETTER

pytestmark = pytest.mark.load  # each command makes an engine of its own

PNG = pictures.png(photo(8, 8))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("a b.png", "a b.cmyk.tif"),
        ("Föhre 松.png", "Föhre 松.cmyk.tif"),
        ("[bold]a.png", "[bold]a.cmyk.tif"),
        ("12:100:30.png", "12_100_30.cmyk.tif"),
        (":smile:.png", "_smile_.cmyk.tif"),
        ("-a.png", "-a.cmyk.tif"),
        ("x" * 200 + ".png", "x" * 120 + ".cmyk.tif"),
    ],
)
def test_a_name_is_printed_as_it_is(name: str, target: str) -> None:
    Path(name).write_bytes(PNG)
    result = run("convert", "--", name)
    assert (result.status, result.out, result.err) == (0, f"{name} → {target}\n", "")
    assert Path(target).exists()


@pytest.mark.parametrize("letter", ["x", "ö", "松"])
def test_the_longest_name_that_a_file_can_have(letter: str) -> None:
    name = letter * (251 // len(letter.encode())) + ".png"
    Path(name).write_bytes(PNG)
    assert run("convert", name).status == 0


def test_a_line_break_in_a_name_is_still_one_picture() -> None:
    Path("a\nb.png").write_bytes(PNG)
    assert run("convert", "a\nb.png").status == 0
    assert Path("ab.cmyk.tif").exists()


def started(*arguments: str | bytes, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    command = [*PLATESETTER, "convert", *arguments]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, timeout=60, check=False
    )


@pytest.mark.load  # starts the command in a process
def test_a_name_that_is_no_text_is_converted_and_printed_somehow() -> None:
    Path(os.fsdecode(b"a\xff.png")).write_bytes(PNG)
    result = started(b"a\xff.png", PYTHONIOENCODING="utf-8:strict")
    assert b"Traceback" not in result.stderr
    assert result.returncode == 0
    assert Path("a.cmyk.tif").exists()


@pytest.mark.load  # starts the command in a process
@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_a_terminal_without_arrows_gets_some_text(encoding: str) -> None:
    Path("a.png").write_bytes(PNG)
    result = started("a.png", PYTHONIOENCODING=encoding)
    assert b"Traceback" not in result.stderr
    assert result.returncode == 0


def test_a_folder_that_is_a_file_is_named() -> None:
    for name in ("a.png", "b.png", "press"):
        Path(name).write_bytes(PNG)
    result = run("convert", "a.png", "b.png", "-o", "press")
    assert result.status == 1
    assert all("press" in line for line in result.err.splitlines())


def test_a_picture_that_is_a_folder_is_reported() -> None:
    Path("a.png").mkdir()
    result = run("convert", "a.png")
    assert (result.status, result.err) == (1, "platesetter: a.png: Is a directory\n")
