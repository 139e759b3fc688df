"""Tables by digest alone, whatever function they hold."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from lut import Table, UncachedTable
from lut.base.packing import COLOURS, Bytes
from lut.tables.cache import TableCache
from lut.tables.open_tables import OpenTables

BYTE = np.dtype(np.uint8)


def opened(folder: Path, max_resident: int = 2) -> OpenTables:
    return OpenTables(TableCache(folder, max_bytes=1 << 30), max_resident)


def full_of(value: int) -> Callable[[], Bytes]:
    return lambda: np.full(COLOURS, value, np.uint8)


def refuse() -> Bytes:
    raise AssertionError("made again")


def test_nothing_is_found_before_it_is_made(cache: Path) -> None:
    tables = opened(cache)
    assert tables.find("a", BYTE) is None
    assert (tables.resident, tables.made) == (0, 0)


def test_a_table_is_made_once(cache: Path) -> None:
    tables = opened(cache)
    first = tables.table("a", full_of(7), BYTE)
    assert first.placed[[0, -1]].tolist() == [7, 7]
    assert tables.table("a", refuse, BYTE) is first
    assert tables.find("a", BYTE) is first
    assert (tables.resident, tables.made) == (1, 1)


def test_another_process_finds_its_file(cache: Path) -> None:
    opened(cache).table("a", full_of(7), BYTE)
    tables = opened(cache)
    assert tables.table("a", refuse, BYTE).placed[0] == 7
    assert (tables.resident, tables.made) == (1, 0)


def test_the_oldest_is_closed_and_opened_again_from_its_file(cache: Path) -> None:
    tables = opened(cache, max_resident=1)
    first = tables.table("a", full_of(1), BYTE)
    tables.table("b", full_of(2), BYTE)
    assert tables.resident == 1
    again = tables.table("a", refuse, BYTE)
    assert again is not first
    assert np.array_equal(again.placed, first.placed)
    assert tables.made == 2


def test_threads_wait_only_for_their_own_table(cache: Path) -> None:
    """The first table is not done before the second is: neither waits for the other's lock."""
    tables, second_made = opened(cache), threading.Event()

    def make_first() -> Bytes:
        assert second_made.wait(60)
        return full_of(1)()

    def second() -> Table:
        table = tables.table("b", full_of(2), BYTE)
        second_made.set()
        return table

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(tables.table, "a", make_first, BYTE)
        assert threads.submit(second).result(60).placed[0] == 2
        assert first.result(60).placed[0] == 1


def test_a_failure_to_make_is_the_callers_and_the_next_makes_it(cache: Path) -> None:
    tables = opened(cache)
    with pytest.raises(AssertionError, match="made again"):
        tables.table("a", refuse, BYTE)
    assert tables.table("a", full_of(3), BYTE).placed[0] == 3
    assert tables.made == 1


def test_without_a_folder_it_is_open_and_in_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    tables = opened(tmp_path / "file")
    with pytest.warns(UncachedTable, match="lives in memory"):
        table = tables.table("a", full_of(4), BYTE)
    assert tables.find("a", BYTE) is table
    assert not isinstance(table.placed, np.memmap)
