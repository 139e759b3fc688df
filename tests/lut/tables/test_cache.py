"""What a store keeps, on disk and in memory, and what it deletes or closes first."""

import os
from pathlib import Path

import numpy as np
import pytest

from lut import Recipe, TableStore
from lut.tables.cache import ABANDONED_S
from lut.tables.table import file_size
from tests.lut.stubs import Stub, names

pytestmark = pytest.mark.load  # writes tables of 64 MiB


def left_behind(cache: Path, name: str, *, size: int, age: int) -> None:
    """Write a file that was last used so many seconds ago."""
    path = cache / name
    path.touch()
    os.truncate(path, size)
    used = path.stat().st_mtime - age
    os.utime(path, (used, used))


def test_the_least_recently_used_files_go_first(cache: Path, stubs: dict[str, Stub]) -> None:
    for age, name in enumerate(["new.table", "old.table", ".half.table.ab.part", "older.table"]):
        left_behind(cache, name, size=1000, age=ABANDONED_S + 100 + age)
    TableStore(cache, max_bytes=file_size() + 2500).table(Recipe("a"))
    assert names(cache) == {"aaaa.table", "new.table", "old.table"}


def test_what_a_process_may_still_be_writing_stays(cache: Path, stubs: dict[str, Stub]) -> None:
    left_behind(cache, ".half.table.ab.part", size=1000, age=ABANDONED_S - 100)
    TableStore(cache, max_bytes=0).table(Recipe("a"))
    assert names(cache) == {"aaaa.table", ".half.table.ab.part"}


def test_what_fits_exactly_stays(cache: Path, stubs: dict[str, Stub]) -> None:
    left_behind(cache, "old.table", size=1000, age=9)
    TableStore(cache, max_bytes=file_size() + 1000).table(Recipe("a"))
    assert names(cache) == {"aaaa.table", "old.table"}


def test_the_newest_never_goes(cache: Path, stubs: dict[str, Stub]) -> None:
    left_behind(cache, "from-the-future.table", size=1, age=-1000)
    table = TableStore(cache, max_bytes=0).table(Recipe("a"))
    assert names(cache) == {"aaaa.table"}
    assert isinstance(table.placed, np.memmap)


def test_other_peoples_files_are_left_alone(cache: Path, stubs: dict[str, Stub]) -> None:
    left_behind(cache, "README", size=1000, age=9)
    TableStore(cache, max_bytes=0).table(Recipe("a"))
    assert names(cache) == {"aaaa.table", "README"}


@pytest.mark.parametrize("fresh", [False, True], ids=["resident", "from its file"])
def test_using_a_table_keeps_its_file(cache: Path, stubs: dict[str, Stub], fresh: bool) -> None:
    tables = TableStore(cache, max_bytes=2 * file_size())
    for age, name in ((90, "a"), (80, "b")):
        tables.table(Recipe(name))
        left_behind(cache, f"{name * 4}.table", size=file_size(), age=age)
    (TableStore(cache) if fresh else tables).table(Recipe("a"))
    tables.table(Recipe("c"))
    assert names(cache) == {"aaaa.table", "cccc.table"}


def test_a_table_whose_file_went_is_still_there(cache: Path, stubs: dict[str, Stub]) -> None:
    tables = TableStore(cache, max_bytes=0)
    first = tables.table(Recipe("a"))
    tables.table(Recipe("b"))
    assert names(cache) == {"bbbb.table"}
    assert tables.table(Recipe("a")) is first
    assert np.all(first.entries == 0x01020304)


def test_only_so_many_tables_are_kept_open(cache: Path, stubs: dict[str, Stub]) -> None:
    tables = TableStore(cache, max_resident=2)
    first, second = tables.table(Recipe("a")), tables.table(Recipe("b"))
    assert tables.table(Recipe("a")) is first
    tables.table(Recipe("c"))
    assert tables.table(Recipe("a")) is first
    assert tables.table(Recipe("b")) is not second
    assert [stub.made for stub in stubs.values()] == [1, 1, 1]


def test_what_cannot_be_removed_does_no_harm(cache: Path, stubs: dict[str, Stub]) -> None:
    (cache / "folder.table").mkdir()
    assert TableStore(cache, max_bytes=0).table(Recipe("a")).digest == "aaaa"
