import os
from pathlib import Path

import pytest

from app.base.errors import NoRoom
from app.capacity.spool import spool_file


def test_a_spool_file_is_written_and_read(spool: Path) -> None:
    with spool_file(spool) as file:
        file.write(b"some bytes")
        file.seek(5)
        assert file.read() == b"bytes"


def test_it_has_no_name_in_its_folder(spool: Path) -> None:
    with spool_file(spool) as file:
        file.write(b"some bytes")
        file.flush()
        assert list(spool.iterdir()) == []


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    spool_file(folder).close()
    assert folder.is_dir()


def test_it_lies_on_the_folders_own_volume(spool: Path) -> None:
    with spool_file(spool) as file:
        assert Path(f"/proc/self/fd/{file.fileno()}").stat().st_dev == spool.stat().st_dev


def test_two_do_not_share_bytes(spool: Path) -> None:
    with spool_file(spool) as one, spool_file(spool) as other:
        one.write(b"one")
        other.seek(0)
        assert other.read() == b""


def test_a_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NoRoom, match="a file cannot be written: File exists"):
        spool_file(tmp_path / "file")


def test_a_disk_that_is_full_is_named(spool: Path) -> None:
    """Linux's /dev/full refuses every write as a full disk does."""
    with spool_file(spool) as file:
        full = os.open("/dev/full", os.O_RDWR)
        os.dup2(full, file.fileno())
        os.close(full)
        with pytest.raises(NoRoom, match="No space left on device"):
            file.writelines([bytes(1 << 20)] * 2)
