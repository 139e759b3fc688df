import json
from pathlib import Path

import pytest

from tests import pictures
from tests.app.cli.running import run
from tests.pictures import photo

pytestmark = pytest.mark.load  # each command makes an engine of its own

PNG = pictures.png(photo(120, 80))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    path.write_bytes(PNG)
    return path


def test_it_prints_sentences(picture: Path) -> None:
    result = run("report", picture, "--dpi", "100")
    assert (result.status, result.err) == (0, "")
    for name in ("cyan", "magenta", "yellow", "black"):
        assert f"  {name} " in result.out
    assert "picture      120 × 80 RGB, sRGB (assumed)\n" in result.out
    assert "separation   iso-coated-v2-300, relative, bpc on, trilinear\n" in result.out
    assert "print        30 × 20 mm at 100 × 100 dpi (asked for)\n" in result.out
    assert "warning      At 30 × 20 mm it has 100 pixels per inch, below 150" in result.out


def test_json_is_what_the_service_answers(picture: Path) -> None:
    result = run("report", picture, "--json", "--max-ink", "250", "--threshold", "3")
    report = json.loads(result.out)
    assert report["coverage"]["limit"] == 250
    assert report["coverage"]["max"] <= 250
    assert report["gamut"]["threshold"] == 3
    assert report["picture"]["pixels"] == 9600


def test_kept_inks_have_no_gamut(tmp_path: Path) -> None:
    path = tmp_path / "inks.tif"
    path.write_bytes(pictures.cmyk_tiff(pictures.photo(20, 20)[..., [0, 1, 2, 0]]))
    result = run("report", path, "--cmyk", "keep")
    assert result.status == 0
    assert "gamut" not in result.out
    assert "separation" not in result.out


@pytest.mark.parametrize(
    ("words", "reason", "status"),
    [
        (("--threshold", "99"), "threshold: ", 2),
        (("--black", "blue"), "black must be", 2),
        (("--condition", "moon"), "moon", 1),
    ],
)
def test_bad_options_are_one_line(
    picture: Path, words: tuple[str, str], reason: str, status: int
) -> None:
    result = run("report", picture, *words)
    assert result.status == status
    assert reason in result.err
    assert result.err.count("\n") == 1


def test_a_missing_picture_is_one_line(tmp_path: Path) -> None:
    result = run("report", tmp_path / "none.jpg")
    assert result.status == 1
    assert "none.jpg" in result.err
