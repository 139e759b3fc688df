import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lut import BufferMismatch, Table
from lut.tables.table import HEADER, file_size, load, save

DIGEST = "0123456789abcdef" * 4
PLACES = [
    *(0, 19, 20, 21, 83, 84, 85, 100, 148, 149, 150, 151, 1000, HEADER - 1),
    *(HEADER, HEADER + 1, HEADER + 3_000_001, file_size() // 2, file_size() - 2, file_size() - 1),
]


@pytest.fixture
def path(cache: Path, trilinear: Table) -> Path:
    save(cache / "it.table", Table(trilinear.placed, DIGEST))
    return cache / "it.table"


def test_a_table_comes_back(path: Path, trilinear: Table) -> None:
    table = load(path, DIGEST)
    assert table is not None
    assert table.digest == DIGEST
    assert np.array_equal(table.entries, trilinear.entries)


def test_a_loaded_table_is_mapped_and_aligned(path: Path) -> None:
    table = load(path, DIGEST)
    assert table is not None
    assert isinstance(table.placed, np.memmap)
    assert table.placed.ctypes.data % HEADER == 0


def test_a_loaded_table_outlives_its_file(path: Path, trilinear: Table) -> None:
    table = load(path, DIGEST)
    path.unlink()
    assert table is not None
    assert np.array_equal(table.entries, trilinear.entries)


def test_the_same_table_is_the_same_bytes(path: Path, trilinear: Table) -> None:
    save(path.with_name("again"), Table(trilinear.placed, DIGEST))
    assert path.read_bytes() == path.with_name("again").read_bytes()
    assert path.stat().st_size == file_size()


def test_nothing_but_the_file_is_written(path: Path) -> None:
    assert [found.name for found in path.parent.iterdir()] == ["it.table"]


def test_any_turned_byte_is_noticed(path: Path) -> None:
    with path.open("r+b") as file:
        for place in PLACES:
            _turn(file.fileno(), place)
            assert load(path, DIGEST) is None, place
            _turn(file.fileno(), place)
    assert load(path, DIGEST) is not None


def _turn(file: int, place: int) -> None:

    os.pwrite(file, bytes([os.pread(file, 1, place)[0] ^ 0x10]), place)


@pytest.mark.parametrize("size", [0, 1, HEADER, file_size() - 1, file_size() + 1])
def test_another_size_is_noticed(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)
    assert load(path, DIGEST) is None


def test_another_digest_is_noticed(path: Path) -> None:
    assert load(path, DIGEST[::-1]) is None


def test_a_missing_file_and_a_folder_are_no_table(tmp_path: Path) -> None:
    assert load(tmp_path / "nothing", DIGEST) is None
    assert load(tmp_path, DIGEST) is None


def test_entries_cannot_be_written(path: Path) -> None:
    for table in (Table(np.zeros(2**24, np.uint32), DIGEST), load(path, DIGEST)):
        assert table is not None
        with pytest.raises(ValueError, match="read-only"):
            table.placed[0] = 1


@pytest.mark.parametrize(
    "entries",
    [np.zeros(2**24 - 1, np.uint32), np.zeros((4096, 4096), np.uint32), np.zeros(2**24, np.int32)],
    ids=["short", "square", "signed"],
)
def test_other_entries_are_refused(entries: NDArray[np.uint32]) -> None:
    with pytest.raises(BufferMismatch, match=r"uint32 or uint8 \[16777216\], got u?int32 \["):
        Table(entries, DIGEST)


def test_a_folder_that_is_missing_is_an_os_error(tmp_path: Path, trilinear: Table) -> None:
    with pytest.raises(FileNotFoundError):
        save(tmp_path / "no" / "it.table", trilinear)
