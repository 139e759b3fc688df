import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from lut import Condition, ConditionError, Conditions, Grid
from lut.conditions.condition import checked_name, save
from lut.icc.source_profiles import named
from tests.lut.specimens import random_grid

Damage = Callable[[Path], object]


@pytest.fixture
def folder(iso: Condition, tmp_path: Path) -> Path:
    return Path(shutil.copytree(iso.folder, tmp_path / "own-press"))


def with_facts(**changes: Any) -> Damage:
    def write(folder: Path) -> None:
        path = folder / "condition.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))

    return write


def without(name: str) -> Damage:
    return lambda folder: (folder / name).unlink()


def holding(name: str, data: bytes) -> Damage:
    return lambda folder: (folder / name).write_bytes(data)


def cut(name: str) -> Damage:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1])


@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_the_facts_are_those_of_the_files(shipped: Conditions, name: str) -> None:
    condition = shipped[name]
    facts = json.loads((condition.folder / "condition.json").read_bytes())
    icc = (condition.folder / "profile.icc").read_bytes()
    assert condition.profile.data == icc
    assert facts["profile"] == sha256(icc).hexdigest()
    assert facts["grid"] == sha256(condition.grid.nodes.tobytes()).hexdigest()
    assert facts["source"] == named("srgb").digest
    assert facts["title"] == condition.profile.description
    assert facts["copyright"] == condition.profile.copyright
    assert (condition.name, facts["intent"], facts["format"]) == (name, "relative", 1)


@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_the_notice_states_the_terms(shipped: Conditions, name: str) -> None:
    assert "zlib/libpng licence" in shipped[name].notice
    assert shipped[name].notice == (shipped[name].folder / "NOTICE").read_text("utf-8")


@pytest.mark.parametrize("name", ["iso-coated-v2-300", "fogra39-coated"])
def test_fitting_was_worth_it(shipped: Conditions, name: str) -> None:
    fitted, sampled = shipped[name].facts.accuracy.fitted, shipped[name].facts.accuracy.sampled
    for one, other in ((fitted.levels, sampled.levels), (fitted.delta_e, sampled.delta_e)):
        assert (one.mean, one.p99, one.max) < (other.mean, other.p99, other.max)
        assert one.mean < one.p99 < one.max


def test_a_copied_folder_is_a_condition(folder: Path, iso: Condition) -> None:
    copied = Condition.load(folder)
    assert (copied.name, copied.folder) == ("own-press", folder)
    assert (copied.facts, copied.profile, copied.grid) == (iso.facts, iso.profile, iso.grid)


@pytest.mark.parametrize(
    ("damage", "text"),
    [
        (without("profile.icc"), r"No such file.*profile\.icc"),
        (without("condition.json"), r"No such file.*condition\.json"),
        (without("NOTICE"), "No such file.*NOTICE"),
        (cut("profile.icc"), "announces 1052612 bytes"),
        (holding("profile.icc", b""), "expected an ICC profile"),
        (holding("profile.icc", named("srgb").data), "must be of class 'prtr'"),
        (holding("NOTICE", b"\xff\xfe"), "utf-8"),
        (holding("condition.json", b""), "Invalid JSON"),
        (holding("condition.json", b'{"format": 1'), "Invalid JSON"),
        (holding("condition.json", b"[]"), "Facts"),
        (with_facts(profile="0" * 64), "SHA-256 0{64}, got b424c77f"),
        (with_facts(format=2), "format"),
        (with_facts(max_ink="298"), "max_ink"),
        (with_facts(max_ink=400.1), "max_ink"),
        (with_facts(max_ink=-1), "max_ink"),
        (with_facts(accuracy={}), "accuracy"),
        (with_facts(colour="red"), "colour"),
        (with_facts(title=None), "title"),
    ],
)
def test_a_damaged_folder_is_refused_by_name(folder: Path, damage: Damage, text: str) -> None:
    damage(folder)
    with pytest.raises(ConditionError, match=rf"(?s)condition .*own-press: .*{text}"):
        Condition.load(folder)


@pytest.mark.parametrize(
    ("damage", "text"),
    [
        (without("grid.npz"), "No such file"),
        (cut("grid.npz"), "expected a grid"),
        (lambda folder: random_grid(1, 0, 9).save(folder / "grid.npz"), "must have digest e4e94b"),
        (with_facts(grid="0" * 64), "must have digest 0{64}, got e4e94b"),
    ],
)
def test_a_damaged_grid_is_refused(folder: Path, damage: Damage, text: str) -> None:
    damage(folder)
    with pytest.raises(ConditionError, match=f"condition own-press: .*{text}"):
        Condition.load(folder)


def test_a_missing_fact_is_refused(folder: Path) -> None:
    path = folder / "condition.json"
    facts = json.loads(path.read_text())
    for left_out in facts.keys() - {"format"}:
        path.write_text(json.dumps({k: v for k, v in facts.items() if k != left_out}))
        with pytest.raises(ConditionError, match=left_out):
            Condition.load(folder)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "press").write_bytes(b"")
    with pytest.raises(ConditionError, match="press"):
        Condition.load(tmp_path / "press")


@pytest.mark.parametrize("name", ["a", "9", "iso-coated-v2-300", "a-b", "x" * 64])
def test_a_conditions_name(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "a.b", "..", "a/b", "ä", "a\n", "x" * 65],
)
def test_no_conditions_name(name: str) -> None:
    with pytest.raises(ConditionError, match="lower-case letters, digits and inner hyphens"):
        checked_name(name)


def test_a_folder_with_another_name_is_no_condition(folder: Path) -> None:
    with pytest.raises(ConditionError, match="got 'Own Press'"):
        Condition.load(folder.rename(folder.with_name("Own Press")))


def test_a_grid_is_shipped_for_one_source_and_intent(iso: Condition) -> None:
    assert iso.ships_grid_for(named("srgb"), "relative")
    assert not iso.ships_grid_for(named("srgb"), "perceptual")
    assert not iso.ships_grid_for(named("display-p3"), "relative")


def test_a_saved_condition_comes_back(iso: Condition, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "my-press"
    saved = save(folder, iso.profile, iso.grid, iso.facts, "nobody's")
    assert saved == Condition("my-press", iso.profile, iso.facts, "nobody's", folder)
    assert saved.grid == iso.grid
    assert {path.name for path in folder.iterdir()} == {
        "NOTICE",
        "condition.json",
        "grid.npz",
        "profile.icc",
    }


def test_a_condition_is_never_saved_over_another(iso: Condition, folder: Path) -> None:
    with pytest.raises(ConditionError, match="exists"):
        save(folder, iso.profile, iso.grid, iso.facts, "")
    assert Condition.load(folder).notice == iso.notice


def test_a_condition_is_not_saved_under_a_wrong_name(iso: Condition, tmp_path: Path) -> None:
    with pytest.raises(ConditionError, match="'No'"):
        save(tmp_path / "No", iso.profile, iso.grid, iso.facts, "")
    assert list(tmp_path.iterdir()) == []


def test_a_condition_that_cannot_be_written_can_be_tried_again(
    iso: Condition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Grid, path: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Grid, "save", full)
        with pytest.raises(ConditionError, match="No space left"):
            save(tmp_path / "press", iso.profile, iso.grid, iso.facts, "")
    assert save(tmp_path / "press", iso.profile, iso.grid, iso.facts, "").grid == iso.grid
