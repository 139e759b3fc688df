from pathlib import Path

import pytest

from lut import ConditionError, Conditions, ProfileError
from lut.conditions import building
from lut.conditions.building import STAGES
from lut.icc.source_profiles import named

names = pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])


def never(stage: str) -> None:
    raise AssertionError(stage)


@pytest.mark.slow
@names
def test_a_shipped_condition_can_be_built_again(
    shipped: Conditions, name: str, tmp_path: Path
) -> None:
    stages: list[str] = []
    wanted = shipped[name]
    built = building.build(tmp_path / name, wanted.profile, wanted.notice, stages.append)
    assert built.facts == wanted.facts
    assert stages == list(STAGES)
    for path in wanted.folder.iterdir():
        assert (built.folder / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.slow
def test_a_presss_own_copyright_is_its_notice(shipped: Conditions, tmp_path: Path) -> None:
    profile = shipped["fogra39-coated"].profile
    built = building.build(tmp_path / "own", profile, None, list[str]().append)
    assert built.notice == "This profile is free of known copyright restrictions\n"


def test_an_existing_folder_is_refused_before_any_work(shipped: Conditions, tmp_path: Path) -> None:
    (tmp_path / "press").mkdir()
    with pytest.raises(ConditionError, match="press: it exists already"):
        building.build(tmp_path / "press", shipped["fogra39-coated"].profile, None, never)


def test_a_wrong_name_is_refused_before_any_work(shipped: Conditions, tmp_path: Path) -> None:
    with pytest.raises(ConditionError, match="got 'My Press'"):
        building.build(tmp_path / "My Press", shipped["fogra39-coated"].profile, None, never)


def test_a_display_is_no_press(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="a press profile must be"):
        building.build(tmp_path / "display", named("srgb"), None, list[str]().append)
    assert list(tmp_path.iterdir()) == []
