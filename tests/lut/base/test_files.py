from pathlib import Path

import pytest

from lut.base.files import PART, aside, write_aside


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def stopped(path: Path, stop: BaseException) -> None:
    with aside(path) as file:
        file.write(b"half")
        raise stop


def test_a_written_file_is_whole_and_alone(tmp_path: Path) -> None:
    write_aside(tmp_path / "it", b"all of it")
    assert (tmp_path / "it").read_bytes() == b"all of it"
    assert names(tmp_path) == ["it"]


def test_a_file_takes_its_name_only_at_the_end(tmp_path: Path) -> None:
    with aside(tmp_path / "it") as file:
        file.write(b"half")
        (part,) = names(tmp_path)
        assert part.startswith(".it.")
        assert part.endswith(PART)
    assert names(tmp_path) == ["it"]


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_stopped_file_vanishes(tmp_path: Path, stop: type[BaseException]) -> None:
    with pytest.raises(stop):
        stopped(tmp_path / "it", stop())
    assert names(tmp_path) == []


def test_a_stopped_file_leaves_the_old_one(tmp_path: Path) -> None:
    write_aside(tmp_path / "it", b"old")
    with pytest.raises(ValueError, match="stopped"):
        stopped(tmp_path / "it", ValueError("stopped"))
    assert (tmp_path / "it").read_bytes() == b"old"
    assert names(tmp_path) == ["it"]


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with aside(tmp_path / "it") as one, aside(tmp_path / "it") as other:
        one.write(b"one")
        other.write(b"other")
    assert (tmp_path / "it").read_bytes() == b"one"
    assert names(tmp_path) == ["it"]


def test_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_aside(tmp_path / "no" / "it", b"")


def test_a_name_that_is_a_folder_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "it").mkdir()
    with pytest.raises(OSError, match="it"):
        write_aside(tmp_path / "it", b"")
    assert names(tmp_path) == ["it"]
