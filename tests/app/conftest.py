"""What the tests of `app` share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.reading import open_files


@pytest.fixture(autouse=True)
def _own_data(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the cache of the user who runs it."""
    monkeypatch.setenv("PLATESETTER_DATA", str(data))


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def nothing_stays_open() -> Iterator[None]:
    """What a test opens it closes; files of others may be closed meanwhile."""
    before = open_files()
    yield
    assert open_files() <= before
