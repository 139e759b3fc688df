import shutil
from pathlib import Path

import pytest

from lut import Condition, ConditionError, Conditions, UnknownCondition
from lut.conditions.catalogue import DEFAULT, SHIPPED


@pytest.fixture
def own(iso: Condition, tmp_path: Path) -> Path:
    """Return a folder with one condition, `web`, and other things that are none."""
    shutil.copytree(iso.folder, tmp_path / "own" / "web")
    (tmp_path / "own" / "drafts").mkdir()
    (tmp_path / "own" / "README").write_text("mine")
    return tmp_path / "own"


def test_the_shipped_ones_are_found(shipped: Conditions) -> None:
    assert list(shipped) == ["fogra39-coated", "iso-coated-v2-300"]
    assert len(shipped) == 2
    assert shipped[DEFAULT].folder == SHIPPED / "iso-coated-v2-300"


def test_every_shipped_folder_is_a_condition(shipped: Conditions) -> None:
    folders = {path.name for path in SHIPPED.iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} == set(shipped)


def test_own_ones_follow_the_shipped_ones(own: Path, iso: Condition) -> None:
    conditions = Conditions(own)
    assert list(conditions) == ["fogra39-coated", "iso-coated-v2-300", "web"]
    assert conditions["web"].profile == iso.profile


def test_an_unknown_name_is_answered_with_the_known_ones(own: Path) -> None:
    with pytest.raises(
        UnknownCondition,
        match="one of fogra39-coated, iso-coated-v2-300, web, got 'press'",
    ):
        Conditions(own)["press"]


def test_an_unknown_one_is_missing_as_from_any_mapping(shipped: Conditions) -> None:
    assert "press" not in shipped
    assert shipped.get("press") is None


def test_it_is_a_mapping(shipped: Conditions) -> None:
    assert "iso-coated-v2-300" in shipped
    assert dict(shipped)["fogra39-coated"] is shipped["fogra39-coated"]


def test_a_name_may_not_stand_twice(own: Path, tmp_path: Path) -> None:
    shutil.copytree(own, tmp_path / "others")
    with pytest.raises(ConditionError, match=r"have the name 'web': in .*own/web and .*others/web"):
        Conditions(own, tmp_path / "others")


def test_a_shipped_name_may_not_stand_twice(iso: Condition, tmp_path: Path) -> None:
    shutil.copytree(iso.folder, tmp_path / iso.name)
    with pytest.raises(ConditionError, match="have the name 'iso-coated-v2-300'"):
        Conditions(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConditionError, match=r"conditions is missing: .*nowhere"):
        Conditions(tmp_path / "nowhere")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConditionError, match=r"conditions is missing: .*file"):
        Conditions(tmp_path / "file")


def test_a_damaged_one_is_not_passed_over(own: Path) -> None:
    (own / "web" / "profile.icc").unlink()
    with pytest.raises(ConditionError, match="web"):
        Conditions(own)
