import io
import os
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lut import Grid, GridError
from lut.grid.grid import SHAPE
from tests.lut.specimens import random_grid

GRID = random_grid(1, 0, 65535)
CONTENT: dict[str, Any] = {
    "format": np.int32(1),
    "nodes": GRID.nodes,
    "digest": np.array(GRID.digest),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    GRID.save(tmp_path / "grid.npz")
    return tmp_path / "grid.npz"


def refused(path: Path, text: str = "") -> None:
    with pytest.raises(GridError, match=f"^{re.escape(str(path))}: .*{text}"):
        Grid.load(path)


def member(name: str, *, inside: Path) -> bytes:
    with zipfile.ZipFile(inside) as archive:
        return archive.read(name)


def archive_of(path: Path, members: list[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)


def members(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_the_file_is_a_plain_npz(path: Path) -> None:
    with np.load(path) as archive:
        assert archive.files == ["format", "nodes", "digest"]
        assert archive["format"] == 1
        assert np.array_equal(archive["nodes"], GRID.nodes)
        assert str(archive["digest"]) == GRID.digest


def test_equal_grids_are_equal_bytes(path: Path, tmp_path: Path) -> None:
    Grid(GRID.nodes.copy()).save(tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()


def test_every_truncation_is_refused(path: Path) -> None:
    size = path.stat().st_size
    cuts = {*range(700), *range(0, size, 97), *range(size - 700, size)}
    for length in sorted(cuts, reverse=True):
        os.truncate(path, length)
        refused(path)


def bent(data: bytes) -> Iterator[bytes]:
    """Yield the file with each bit turned of the first two headers and of the zip's directory."""
    for position in (*range(330), *range(len(data) - 400, len(data))):
        for bit in range(8):
            yield data[:position] + bytes([data[position] ^ 1 << bit]) + data[position + 1 :]


@pytest.mark.load  # reads hundreds of damaged files
def test_a_turned_bit_is_refused_or_does_not_matter(path: Path) -> None:
    escaped = set()
    for data in bent(path.read_bytes()):
        path.write_bytes(data)
        try:
            assert Grid.load(path) == GRID
        except GridError:
            continue
        except Exception as error:  # noqa: BLE001 - the test names all that come through
            escaped.add(type(error).__name__)
    assert escaped == set()


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("format", np.int32(2), "format 2"),
        ("format", np.int64(1), "format 1"),
        ("format", np.ones(1, np.int32), "format"),
        ("nodes", GRID.nodes[1:], "15, 16, 16, 4"),
        ("nodes", GRID.nodes.astype(np.int64), "<i8"),
        ("nodes", GRID.nodes.astype(">i4"), ">i4"),
        ("digest", np.array("0" * 64), "digest"),
        ("digest", np.array([GRID.digest]), "digest"),
        ("digest", np.array(GRID.digest.encode()), "digest"),
    ],
)
def test_another_member_is_refused(path: Path, name: str, value: Any, text: str) -> None:
    np.savez(path, **{**CONTENT, name: value})
    refused(path, text)


def test_a_missing_member_is_refused(path: Path) -> None:
    for left_out in range(3):
        kept = members(path)
        del kept[left_out]
        archive_of(path, kept)
        refused(path, "members")
        GRID.save(path)


def test_an_extra_member_is_refused(path: Path) -> None:
    archive_of(path, [*members(path), ("more.npy", member("format.npy", inside=path))])
    refused(path, "members")


def test_members_in_another_order_are_refused(path: Path) -> None:
    archive_of(path, members(path)[::-1])
    refused(path, "members")


def test_pickles_are_never_read(path: Path, tmp_path: Path) -> None:
    np.savez(path, **{**CONTENT, "nodes": np.array([_Bomb(tmp_path / "went off")], object)})
    refused(path)
    assert not (tmp_path / "went off").exists()


class _Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def test_a_shape_larger_than_memory_is_refused(path: Path) -> None:
    stream = io.BytesIO()
    header = {"descr": "<i4", "fortran_order": False, "shape": (1 << 50,)}
    np.lib.format.write_array_header_1_0(stream, header)
    first, _, last = members(path)
    archive_of(path, [first, ("nodes.npy", stream.getvalue()), last])
    refused(path)


@pytest.mark.load  # an array of 64 MiB compressed
def test_a_small_file_cannot_take_much_memory(path: Path) -> None:
    np.savez_compressed(path, **{**CONTENT, "nodes": np.zeros(1 << 24, np.int32)})
    assert path.stat().st_size < 1 << 17
    tracemalloc.start()
    try:
        refused(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 << 20


def test_an_oversized_file_is_refused(path: Path) -> None:
    os.truncate(path, (1 << 20) + 1)
    refused(path, "more than 1048576 bytes")


@pytest.mark.parametrize(
    "data", [b"", b"PK", bytes(100), b"\xff" * 70_000, b"PK\x05\x06" + bytes(18)]
)
def test_garbage_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    refused(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    refused(tmp_path / "nothing.npz", "No such file")
    refused(tmp_path)


def test_the_nodes_of_another_npz_are_not_taken(path: Path) -> None:
    np.savez(path, np.zeros(SHAPE, np.int32))
    refused(path, "members")
