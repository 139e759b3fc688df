from pathlib import Path

import pytest
from platformdirs import user_cache_path
from pydantic import TypeAdapter, ValidationError

from app.base.errors import SettingsBroken
from app.base.limits import GIB, Limits
from app.base.settings import Settings


def test_tables_and_spool_lie_side_by_side(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert (settings.tables, settings.spool) == (tmp_path / "tables", tmp_path / "spool")


def test_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
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
    ("name", "text", "value"),
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
    name: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLATESETTER_{name.upper()}", text)
    assert getattr(Settings(), name) == value


@pytest.mark.parametrize(
    ("name", "text"),
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
    name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLATESETTER_{name.upper()}", text)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert [error["loc"] for error in caught.value.errors()] == [(name,)]


@pytest.mark.parametrize(
    "name", ["COLOUR", "KEY", "PORT", "SERVICE_HOST", "SERVICE_PORT", "PORT_8000_TCP_PROTO"]
)
def test_a_variable_that_resembles_none_is_ignored(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLATESETTER_{name}", "blue")
    assert not hasattr(Settings(), name.lower())


@pytest.mark.parametrize(
    ("misspelt", "name"),
    [
        ("MAX_UPLOADS", "MAX_UPLOAD"),
        ("MAX_UPLOAD_SIZE", "MAX_UPLOAD"),
        ("max_pixel", "MAX_PIXELS"),
        ("SLOT", "SLOTS"),
        ("KEYFILE", "KEY_FILE"),
        ("QEUE", "QUEUE"),
    ],
)
def test_a_misspelt_variable_is_an_error_that_names_the_right_one(
    misspelt: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLATESETTER_{misspelt}", "1")
    with pytest.raises(SettingsBroken, match=rf"did you mean PLATESETTER_{name}\?$"):
        Settings()


def test_no_setting_resembles_another_so_that_each_can_be_set_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        monkeypatch.setenv(f"PLATESETTER_{name.upper()}", str(default or 1))
    Settings()


def test_settings_sent_as_limits_have_no_keys() -> None:
    limits = TypeAdapter(Limits)
    sent = limits.dump_json(Settings(keys="ab", max_pixels=7))
    assert limits.validate_json(sent) == Limits(max_pixels=7)
    assert b"keys" not in sent


def test_an_unknown_argument_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Settings(colour="blue")  # type: ignore[call-arg]


def test_they_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().slots = 9  # type: ignore[misc]


def test_each_has_a_description() -> None:
    assert all(field.description for field in Settings.model_fields.values())
