"""What several rooms of tests share."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from lut import Recipe, Table, TableStore
from tests.server import Server, serving


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak-seconds", default=120, help="how long the soak lasts")
    parser.addoption("--soak-plot", help="SVG of the memory meanwhile")


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
