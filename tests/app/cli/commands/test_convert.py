from pathlib import Path

import numpy as np
import pytest
import tifffile

from app.base.options import Options
from app.convert.engine import Conversion, Engine
from app.convert.submission import Submission
from lut import Table
from tests import pictures
from tests.app.cli.running import Result, run
from tests.oracle import inks_of
from tests.pictures import photo

pytestmark = pytest.mark.load  # each command makes an engine of its own

RGB = photo(67, 43)
PNG = pictures.png(RGB)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def photos(folder: Path) -> list[Path]:
    paths = [Path(f"{name}.png") for name in "abc"]
    for path in paths:
        path.write_bytes(PNG)
    return paths


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def assert_converted(path: Path, table: Table) -> None:
    np.testing.assert_array_equal(tifffile.imread(path), inks_of(table, RGB))


def assert_one_line(result: Result, *parts: str) -> None:
    assert result.err.count("\n") == 1
    assert result.err.startswith("platesetter: ")
    assert all(part in result.err for part in parts)


def test_a_picture_becomes_a_tiff_beside_it(photos: list[Path], table: Table) -> None:
    assert run("convert", photos[0]) == Result(0, "a.png → a.cmyk.tif\n", "")
    assert_converted(Path("a.cmyk.tif"), table)


def test_one_picture_goes_to_the_file_that_is_named(photos: list[Path], table: Table) -> None:
    assert run("convert", photos[0], "-o", "new/press.tif").status == 0
    assert_converted(Path("new/press.tif"), table)


@pytest.mark.parametrize("output", ["press", "press/"])
def test_many_go_to_a_folder_that_is_made(photos: list[Path], table: Table, output: str) -> None:
    result = run("convert", *photos, "-o", output)
    assert (result.status, result.err) == (0, "")
    assert sorted(result.out.splitlines()) == [
        f"{name}.png → press/{name}.cmyk.tif" for name in "abc"
    ]
    for name in "abc":
        assert_converted(Path(f"press/{name}.cmyk.tif"), table)


@pytest.mark.parametrize("output", ["press", "press/"])
def test_one_goes_into_a_folder_that_is_there(photos: list[Path], output: str) -> None:
    Path("press").mkdir()
    assert run("convert", photos[0], "-o", output).out == "a.png → press/a.cmyk.tif\n"


def test_one_goes_into_a_new_folder_that_is_written_as_one(photos: list[Path]) -> None:
    assert run("convert", photos[0], "-o", "press/").out == "a.png → press/a.cmyk.tif\n"


def test_a_picture_that_is_named_twice_is_converted_once(photos: list[Path]) -> None:
    assert run("convert", photos[0], photos[0]) == Result(0, "a.png → a.cmyk.tif\n", "")


def test_a_bad_picture_is_reported_and_the_others_are_done(
    folder: Path, photos: list[Path]
) -> None:
    photos[1].write_bytes(PNG[: len(PNG) // 2])
    before = names(folder)
    result = run("convert", *photos)
    assert result.status == 1
    assert_one_line(result, "platesetter: b.png: the image cannot be read to its end: ")
    assert sorted(result.out.splitlines()) == ["a.png → a.cmyk.tif", "c.png → c.cmyk.tif"]
    assert names(folder) - before == {"a.cmyk.tif", "c.cmyk.tif"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"a text", "expected one of JPEG, PNG, TIFF, WebP, AVIF"),
        (pictures.cmyk_tiff(np.zeros((8, 8, 4), np.uint8)), "expected RGB or grey"),
        (pictures.png(RGB, icc=b"no profile" * 20), "source=srgb takes the picture as sRGB"),
    ],
)
@pytest.mark.parametrize("compression", ["none", "lzw"])
def test_what_cannot_be_converted_leaves_nothing(
    folder: Path, data: bytes, reason: str, compression: str
) -> None:
    Path("a.png").write_bytes(data)
    result = run("convert", "a.png", "--compression", compression)
    assert (result.status, result.out) == (1, "")
    assert_one_line(result, "a.png: ", reason)
    assert names(folder) == {"a.png"}


def test_a_fault_of_ours_is_reported_and_the_others_are_done(
    folder: Path, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Engine.begin

    def faulty(engine: Engine, submission: Submission[Options]) -> Conversion:
        if submission.file.name == Path("b.png"):
            raise ZeroDivisionError("by nothing")
        return begin(engine, submission)

    monkeypatch.setattr(Engine, "begin", faulty)
    result = run("convert", *photos)
    assert result.status == 1
    assert_one_line(result, "b.png: unexpected ZeroDivisionError: by nothing")
    assert names(folder) == {"a.png", "b.png", "c.png", "a.cmyk.tif", "c.cmyk.tif"}


def test_a_missing_picture_is_reported(folder: Path) -> None:
    result = run("convert", "missing.png")
    assert result == Result(1, "", "platesetter: missing.png: No such file or directory\n")
    assert names(folder) == set()


def test_nothing_is_overwritten(photos: list[Path]) -> None:
    Path("a.cmyk.tif").write_bytes(b"mine")
    result = run("convert", *photos)
    assert result.status == 1
    assert_one_line(result, "a.png: a.cmyk.tif: exists: --force overwrites it")
    assert Path("a.cmyk.tif").read_bytes() == b"mine"
    assert Path("b.cmyk.tif").exists()


def test_unless_it_is_forced(photos: list[Path], table: Table) -> None:
    Path("a.cmyk.tif").write_bytes(b"mine")
    assert run("convert", photos[0], "--force").status == 0
    assert_converted(Path("a.cmyk.tif"), table)


def test_a_bad_picture_overwrites_nothing_even_by_force(folder: Path) -> None:
    Path("a.png").write_bytes(PNG[:-200])
    Path("a.cmyk.tif").write_bytes(b"mine")
    assert run("convert", "a.png", "--force").status == 1
    assert Path("a.cmyk.tif").read_bytes() == b"mine"
    assert names(folder) == {"a.png", "a.cmyk.tif"}


def test_a_picture_may_be_replaced_by_its_tiff(folder: Path, table: Table) -> None:
    Path("a.tif").write_bytes(pictures.tiff(RGB))
    assert run("convert", "a.tif", "-o", "a.tif", "--force").status == 0
    assert_converted(Path("a.tif"), table)


@pytest.mark.parametrize("output", [(), ("-o", "press")])
def test_two_that_would_become_one_are_refused(folder: Path, output: tuple[str, ...]) -> None:
    for name in ("a.png", "a.jpg"):
        Path(name).write_bytes(PNG)
    result = run("convert", "a.png", "a.jpg", *output)
    assert (result.status, result.out) == (2, "")
    assert_one_line(result, "a.png and a.jpg would both become", "a.cmyk.tif")
    assert names(folder) == {"a.png", "a.jpg"}


def test_two_of_one_name_from_two_folders_are_refused(folder: Path) -> None:
    for name in ("x/a.png", "y/a.png"):
        Path(name).parent.mkdir()
        Path(name).write_bytes(PNG)
    assert run("convert", "x/a.png", "y/a.png", "-o", "press").status == 2
    assert run("convert", "x/a.png", "y/a.png").status == 0
    assert names(folder) >= {"x/a.cmyk.tif", "y/a.cmyk.tif"}


@pytest.mark.parametrize(
    "options",
    [
        ("--source", "cmyk"),
        ("--precision", "fine"),
        ("--compression", "zip"),
        ("--dpi", "many"),
        ("--dpi", "0"),
        ("--jobs", "0"),
        ("--colour", "blue"),
    ],
)
def test_an_option_that_is_not_among_the_choices_is_a_usage_error(
    folder: Path, photos: list[Path], options: tuple[str, ...]
) -> None:
    before = names(folder)
    result = run("convert", photos[0], *options)
    assert (result.status, result.out) == (2, "")
    assert options[0] in result.err
    assert names(folder) == before


def test_without_a_picture_it_is_a_usage_error(folder: Path) -> None:
    assert run("convert").status == 2


def test_an_unknown_condition_is_one_line(folder: Path, photos: list[Path]) -> None:
    result = run("convert", *photos, "--condition", "nowhere")
    assert (result.status, result.out) == (1, "")
    assert_one_line(result, "condition must be one of fogra39-coated, iso-coated-v2-300", "nowhere")
    assert not list(folder.glob("*.tif"))


def test_a_setting_that_makes_no_sense_is_one_line(
    photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLATESETTER_SLOTS", "0")
    result = run("convert", *photos)
    assert result.status == 2
    assert_one_line(result, "slots: Input should be greater than 0, got '0'")


@pytest.mark.parametrize(("compression", "tag"), [("none", 1), ("lzw", 5), ("deflate", 8)])
def test_the_tiff_is_compressed_as_asked(
    photos: list[Path], table: Table, compression: str, tag: int
) -> None:
    assert run("convert", photos[0], "--compression", compression).status == 0
    with tifffile.TiffFile("a.cmyk.tif") as tiff:
        assert tiff.pages.first.compression == tag
    assert_converted(Path("a.cmyk.tif"), table)


def test_the_resolution_is_the_one_asked_for(photos: list[Path]) -> None:
    assert run("convert", photos[0], "--dpi", "72.5").status == 0
    with tifffile.TiffFile("a.cmyk.tif") as tiff:
        assert tiff.pages.first.tags["XResolution"].value == (145, 2)


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_any_number_of_jobs_gives_the_same_files(photos: list[Path], jobs: str) -> None:
    assert run("convert", *photos, "--jobs", jobs).status == 0
    assert len({Path(f"{name}.cmyk.tif").read_bytes() for name in "abc"}) == 1
