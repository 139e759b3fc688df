import json
from pathlib import Path

import pytest

from lut.conditions.catalogue import SHIPPED
from lut.icc.source_profiles import named
from tests.app.cli.running import run

ISO = SHIPPED / "iso-coated-v2-300"


def test_show_prints_the_facts_and_the_measured_error() -> None:
    result = run("lut", "show", "iso-coated-v2-300")
    facts = json.loads((ISO / "condition.json").read_bytes())
    assert (result.status, result.err) == (0, "")
    for name in ("title", "copyright", "profile", "grid", "source"):
        assert facts[name] in result.out
    assert f"{facts['max_ink']:g} %" in result.out
    for grid in ("fitted", "sampled"):
        for unit in ("levels", "delta_e"):
            spread = facts["accuracy"][grid][unit]
            figures = f"{spread['mean']:.4f}", f"{spread['p99']:g}", f"{spread['max']:g}"
            assert any(tuple(line.split()[-3:]) == figures for line in result.out.splitlines())


def test_show_of_an_unknown_condition_is_one_line() -> None:
    result = run("lut", "show", "nowhere")
    assert (result.status, result.out) == (1, "")
    assert result.err == (
        "platesetter: condition must be one of fogra39-coated, iso-coated-v2-300, got 'nowhere'\n"
    )


def build(profile: Path, folder: Path, name: str, *options: object) -> tuple[int, str]:
    result = run("lut", "build", profile, "-o", folder, "--name", name, *options)
    assert result.out == ""
    assert result.err.count("\n") == 1
    return result.status, result.err


@pytest.mark.parametrize("name", ["A", "a_b", "-a", "", "a" * 65, "a/b", "../a", "."])
def test_build_refuses_what_is_no_condition_s_name(name: str, tmp_path: Path) -> None:
    # Something lies where a path would lead: it must not even be looked at.
    (tmp_path / "a").mkdir()
    (tmp_path / "conditions" / "a" / "b").mkdir(parents=True)
    status, error = build(ISO / "profile.icc", tmp_path / "conditions", name)
    assert status == 1
    assert "a condition's name must be" in error


def test_build_refuses_a_condition_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    status, error = build(ISO / "profile.icc", tmp_path, "mine")
    assert status == 1
    assert "exists already" in error


def test_build_refuses_a_file_that_is_no_profile(tmp_path: Path) -> None:
    (tmp_path / "a.icc").write_bytes(b"no profile" * 20)
    status, error = build(tmp_path / "a.icc", tmp_path, "mine")
    assert status == 1
    assert "expected an ICC profile" in error


def test_build_refuses_a_missing_profile(tmp_path: Path) -> None:
    status, error = build(tmp_path / "missing.icc", tmp_path, "mine")
    assert status == 1
    assert "missing.icc" in error


def test_build_refuses_the_profile_of_another_device_before_it_computes(tmp_path: Path) -> None:
    (tmp_path / "a.icc").write_bytes(named("srgb").data)
    status, error = build(tmp_path / "a.icc", tmp_path, "mine")
    assert status == 1
    assert "must be of class 'prtr', space 'CMYK'" in error
    assert not (tmp_path / "mine").exists()


@pytest.mark.slow
def test_build_makes_the_shipped_condition_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("Whose it is.\n", "utf-8")
    built = run(
        *("lut", "build", ISO / "profile.icc", "-o", tmp_path / "own", "--name", "mine"),
        *("--notice", notice),
    )
    folder = tmp_path / "own" / "mine"
    assert (built.status, built.out, built.err) == (0, f"mine → {folder}\n", "")
    assert (folder / "profile.icc").read_bytes() == (ISO / "profile.icc").read_bytes()
    assert (folder / "NOTICE").read_text("utf-8") == "Whose it is.\n"
    facts, shipped = (json.loads((one / "condition.json").read_bytes()) for one in (folder, ISO))
    assert facts["grid"] == shipped["grid"]
    assert facts["max_ink"] == shipped["max_ink"]
    monkeypatch.setenv("PLATESETTER_CONDITIONS", str(tmp_path / "own"))
    assert run("lut", "show", "mine").status == 0
