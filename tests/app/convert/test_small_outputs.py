from collections.abc import Generator
from pathlib import Path

import pytest

from app.convert.pipeline import Output
from app.convert.small_outputs import SmallOutputs
from tests.app.reading import open_files


def output(*chunks: bytes) -> Output:
    def body() -> Generator[bytes]:
        yield from chunks

    return Output(sum(map(len, chunks)), body())


def test_what_fits_is_kept_in_memory(spool: Path) -> None:
    before = open_files()
    with SmallOutputs(5, spool).keep(output(b"abc", b"de")) as chunks:
        assert open_files() == before
        assert b"".join(chunks) == b"abcde"


def test_what_finds_no_room_there_waits_on_disk(spool: Path) -> None:
    outputs, before = SmallOutputs(5, spool), open_files()
    with outputs.keep(output(b"abc")) as first, outputs.keep(output(b"d" * 3)) as second:
        assert len(open_files() - before) == 1
        assert (b"".join(first), b"".join(second)) == (b"abc", b"ddd")
    assert open_files() == before
    with outputs.keep(output(b"abcde")):
        assert open_files() == before


def test_what_is_broken_takes_no_room(spool: Path) -> None:
    def body() -> Generator[bytes]:
        yield b"ab"
        raise LookupError

    outputs, before = SmallOutputs(5, spool), open_files()
    for _ in range(2):
        with pytest.raises(LookupError), outputs.keep(Output(5, body())):
            pass
    with outputs.keep(output(b"abcde")):
        assert open_files() == before
