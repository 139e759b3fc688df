"""What several rooms of tests share: markers, a server process, tables of the default condition."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import httpx
import hypothesis
import pytest

from lut import Recipe, Table, TableStore
from tests.server import Server, serving

STARTERS: Final = {"serving", "sync_playwright"}
"""Functions that start a server process or a browser."""

HEAVY: Final = ("slow", "soak", "latency")
"""Markers that imply `load`, so that `-m "not server and not load"` leaves them out."""

WHOLE_TABLES: Final = {"exact", "expanded", "trilinear"}
"""Fixtures that compute for all 2²⁴ colours, which implies `load`."""

# Nothing asserts how long an example takes: on a busy machine each may take any time.
hypothesis.settings.register_profile("whole", deadline=None)
hypothesis.settings.register_profile("fast", deadline=None, max_examples=20)


def pytest_configure(config: pytest.Config) -> None:
    """Load the profile before the tests' modules, whose decorators read it."""
    is_fast = "not load" in config.option.markexpr
    hypothesis.settings.load_profile("fast" if is_fast else "whole")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak-seconds", default=120, help="how long the soak lasts")
    parser.addoption("--soak-plot", help="SVG of the memory meanwhile")


# First, because pytest's own hook deselects by these markers.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function):
            if STARTERS & names_used_by(item):
                item.add_marker("server")
            if WHOLE_TABLES & set(item.fixturenames):
                item.add_marker("load")
        if any(map(item.get_closest_marker, HEAVY)):
            item.add_marker("load")


def names_used_by(item: pytest.Function) -> set[str]:
    """Return the global names that a test and its fixtures use."""
    fixtures: Any = item._fixtureinfo.name2fixturedefs.values()
    functions = [item.function, *(one.func for several in fixtures for one in several)]
    return {name for one in functions if hasattr(one, "__code__") for name in one.__code__.co_names}


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> TableStore:
    return TableStore(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def table(store: TableStore) -> Table:
    return store.table(Recipe())


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[Server]:
    with serving(data) as running:
        yield running


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as session:
        yield session
