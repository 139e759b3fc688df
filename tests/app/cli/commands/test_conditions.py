import json
from pathlib import Path

import pytest

from lut.conditions.catalogue import SHIPPED
from tests.app.cli.running import run

NAMES = ["fogra39-coated", "iso-coated-v2-300"]


def test_all_conditions_are_listed_with_their_ink() -> None:
    result = run("conditions")
    assert (result.status, result.err) == (0, "")
    lines = [line.split() for line in result.out.splitlines() if line.strip()]
    assert [line[0] for line in lines if line[0] in NAMES] == NAMES
    assert all(line[-1] == "%" for line in lines if line[0] in NAMES)


def test_as_json_they_have_all_their_facts() -> None:
    result = run("conditions", "--json")
    assert (result.status, result.err) == (0, "")
    facts = json.loads(result.out)
    assert list(facts) == NAMES
    for name in NAMES:
        assert facts[name] == json.loads((SHIPPED / name / "condition.json").read_bytes())


def test_own_conditions_come_after_the_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own-press"
    own.mkdir()
    for file in (SHIPPED / NAMES[0]).iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    monkeypatch.setenv("PLATESETTER_CONDITIONS", str(tmp_path))
    assert list(json.loads(run("conditions", "--json").out)) == [*NAMES, "own-press"]


def test_a_folder_that_is_missing_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATESETTER_CONDITIONS", "/nowhere")
    result = run("conditions")
    assert (result.status, result.out) == (1, "")
    assert result.err == "platesetter: a folder of conditions is missing: /nowhere\n"


def test_an_argument_too_many_is_a_usage_error() -> None:
    assert run("conditions", "all").status == 2
