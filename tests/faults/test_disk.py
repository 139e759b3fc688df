"""A full disk, or one that cannot be written: 507, and the service goes on."""

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
    """Let no file of the server grow beyond a size: a write then fails, as on a full disk."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("path", ["/v1/convert", "/v1/convert?compression=lzw"])
@pytest.mark.parametrize("side", [100, 1500])
def test_a_full_disk_is_a_507(server: Server, path: str, side: int) -> None:
    """While the server writes the upload to its spool, or the answer."""
    picture = jpeg(photo(side, side))
    assert is_whole(ask(server, picture, path))
    with full(server, min(SMALL, len(picture) + 100)):
        answer = ask(server, picture, path)
    assert answer.status == 507, answer.body[:200]
    assert json.loads(answer.body)["type"] == "urn:platesetter:problem:disk"
    assert is_whole(ask(server, picture, path))


def test_too_little_room_is_refused_before_the_upload(data: Path) -> None:
    with serving(data, spare_disk="1000TiB") as server:
        answer = ask(server, jpeg(photo(100, 100)))
        assert answer.status == 507
        assert "(spare_disk=" in json.loads(answer.body)["detail"]


def test_tables_that_cannot_be_kept_live_in_memory(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("in the way")
    with serving(tmp_path) as server:
        for _ in range(2):
            assert is_whole(ask(server, jpeg(photo(100, 100)), "/v1/convert?max_ink=250"))
        server.stop()
        assert any("it lives in memory" in line for line in server.log)


def test_a_folder_that_cannot_be_made_is_a_507(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("in the way")
    with serving(tmp_path) as server:
        answer = ask(server, jpeg(photo(100, 100)))
        assert answer.status == 507
        assert ask(server, jpeg(photo(100, 100))).status == 507
