"""What the tests of `app` share."""

from pathlib import Path

import pytest

from app.settings import Settings


@pytest.fixture(autouse=True)
def _own_data(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the cache of whoever runs it."""
    monkeypatch.setenv("PLATESETTER_DATA", str(data))


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def limits(spool: Path) -> Settings:
    return Settings(data=spool.parent)
