"""A disk that takes no more: clear answers, and the service goes on."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.asking import ask, is_whole
from tests.pictures import jpeg, photo
from tests.server import Server, serving

SMALL = 64 << 10


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    with serving(data, output_budget="0") as running:
        yield running


@contextmanager
def full(server: Server, size: int = SMALL) -> Iterator[None]:
    """No file of the server may grow beyond that: what is written then fails, as on a full disk."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("path", ["/v1/convert", "/v1/convert?compression=lzw"])
@pytest.mark.parametrize("side", [100, 1500])
def test_a_full_disk_is_told(server: Server, path: str, side: int) -> None:
    """While the upload is spooled, or the answer."""
    picture = jpeg(photo(side, side))
    assert is_whole(ask(server, picture, path))
    with full(server, min(SMALL, len(picture) + 100)):
        told = ask(server, picture, path)
    assert told.status == 507, told.body[:200]
    assert json.loads(told.body)["type"] == "urn:platesetter:problem:disk"
    assert is_whole(ask(server, picture, path))


def test_too_little_room_is_told_before_the_upload(data: Path) -> None:
    with serving(data, spare_disk="1000TiB") as server:
        told = ask(server, jpeg(photo(100, 100)))
        assert told.status == 507
        assert "(spare_disk=" in json.loads(told.body)["detail"]


def test_tables_that_cannot_be_kept_live_in_memory(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("in the way")
    with serving(tmp_path) as server:
        for _ in range(2):
            assert is_whole(ask(server, jpeg(photo(100, 100)), "/v1/convert?max_ink=250"))
        server.stop()
        assert any("it lives in memory" in line for line in server.log)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("in the way")
    with serving(tmp_path) as server:
        told = ask(server, jpeg(photo(100, 100)))
        assert told.status == 507
        assert ask(server, jpeg(photo(100, 100))).status == 507
