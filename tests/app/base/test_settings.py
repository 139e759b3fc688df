from pathlib import Path

import pytest
from platformdirs import user_cache_path
from pydantic import ValidationError

from app.base.settings import GIB, Settings


def test_tables_and_spool_lie_side_by_side(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert (settings.tables, settings.spool) == (tmp_path / "tables", tmp_path / "spool")


def test_what_holds_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLATESETTER_DATA")
    settings = Settings()
    assert settings.data == user_cache_path("platesetter")
    assert settings.conditions is None
    assert settings.condition == "iso-coated-v2-300"
    assert settings.max_upload == 4 * GIB
    assert settings.max_pixels == 2_000_000_000
    assert settings.max_side == 300_000
    assert settings.max_decoder_memory == GIB // 2
    assert settings.table_cache == GIB
    assert settings.slots >= 1
    assert settings.queue == 64


@pytest.mark.parametrize(
    ("name", "told", "value"),
    [
        ("data", "/somewhere", Path("/somewhere")),
        ("conditions", "/own", Path("/own")),
        ("condition", "fogra39-coated", "fogra39-coated"),
        ("max_upload", "1GiB", GIB),
        ("max_upload", "1000", 1000),
        ("max_pixels", "1", 1),
        ("max_side", "70000", 70_000),
        ("max_decoder_memory", "64MiB", 64 << 20),
        ("table_cache", "2GB", 2_000_000_000),
        ("slots", "3", 3),
        ("queue", "0", 0),
    ],
)
def test_each_is_set_by_its_variable(
    name: str, told: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLATESETTER_{name.upper()}", told)
    assert getattr(Settings(), name) == value


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("max_upload", "much"),
        ("max_upload", "-1"),
        ("max_pixels", "0"),
        ("max_side", "-1"),
        ("max_decoder_memory", "-1"),
        ("table_cache", "-1"),
        ("slots", "0"),
        ("slots", "two"),
        ("queue", "-1"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLATESETTER_{name.upper()}", told)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert [error["loc"] for error in caught.value.errors()] == [(name,)]


def test_an_unknown_variable_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATESETTER_COLOUR", "blue")
    assert not hasattr(Settings(), "colour")


def test_an_unknown_argument_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Settings(colour="blue")  # type: ignore[call-arg]


def test_they_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().slots = 9  # type: ignore[misc]


def test_each_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
