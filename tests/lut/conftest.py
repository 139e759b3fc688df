"""What the tests share: conditions and tables computed once, folders made for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lut import Condition, Conditions, Recipe, Table
from lut.base.packing import Packed
from lut.icc.source_profiles import named
from lut.icc.transform import Transform
from lut.separation.separation import Separation
from lut.store import table_store
from lut.tables.order import placed
from tests.lut.stubs import Stub


@pytest.fixture(scope="session")
def shipped() -> Conditions:
    return Conditions()


@pytest.fixture(scope="session")
def iso(shipped: Conditions) -> Condition:
    return shipped["iso-coated-v2-300"]


@pytest.fixture(scope="session")
def fogra(shipped: Conditions) -> Condition:
    return shipped["fogra39-coated"]


@pytest.fixture(scope="session")
def exact(iso: Condition) -> Packed:
    """Return every colour of sRGB through both profiles."""
    entries = Transform(named("srgb"), iso.profile, "relative").every()
    entries.flags.writeable = False
    return entries


@pytest.fixture(scope="session")
def expanded(iso: Condition) -> Packed:
    """Return every colour of the shipped grid."""
    entries = iso.grid.expand()
    entries.flags.writeable = False
    return entries


@pytest.fixture(scope="session")
def trilinear(expanded: Packed) -> Table:
    return Table(placed(expanded), "trilinear")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder for tables and delete it after the test: pytest keeps `tmp_path`."""
    folder = tmp_path / "cache"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20_260_101)


@pytest.fixture
def stubs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Stub]:
    """Return a stub for each name of a condition, which the store takes for a separation's base."""
    chosen = {name: Stub(name * 4) for name in "abc"}

    def stub(recipe: Recipe, _: object) -> Separation:
        return Separation(chosen[recipe.condition])  # type: ignore[arg-type]  # a stub

    monkeypatch.setattr(table_store, "choose", stub)
    return chosen
