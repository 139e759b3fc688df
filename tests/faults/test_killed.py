"""Killed at any moment: what has a name is whole."""

import hashlib
import random
import subprocess
import time
from pathlib import Path
from typing import Final

import pytest
import tifffile

from tests.pictures import jpeg, photo
from tests.server import PLATESETTER

LONGEST_S: Final = 3.0


def command(photo_: Path, out: Path) -> list[str]:
    return [
        *PLATESETTER,
        "convert",
        str(photo_),
        "-o",
        str(out),
        "--precision",
        "exact",
        "--max-ink",
        "260",
        "--compression",
        "lzw",
    ]


@pytest.mark.parametrize("moments", [6, pytest.param(50, marks=pytest.mark.slow)])
def test_no_half_is_ever_taken_for_whole(
    tmp_path: Path, moments: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it starts, makes tables, spools, and writes."""
    monkeypatch.setenv("PLATESETTER_DATA", str(tmp_path / "data"))
    source, out = tmp_path / "photo.jpg", tmp_path / "out.tif"
    source.write_bytes(jpeg(photo(3000, 2000)))
    start = time.monotonic()
    subprocess.run(command(source, out), check=True, capture_output=True)
    longest = min(LONGEST_S, time.monotonic() - start)
    wanted = hashlib.sha256(out.read_bytes()).hexdigest()
    for table in (tmp_path / "data" / "tables").iterdir():
        table.unlink()
    chance = random.Random(0)
    killed = finished = 0
    for _ in range(moments):
        out.unlink(missing_ok=True)
        with subprocess.Popen(command(source, out), stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(chance.uniform(0, 1.2 * longest))
                finished += 1
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
        if out.exists():
            assert hashlib.sha256(out.read_bytes()).hexdigest() == wanted
            assert tifffile.imread(out).shape == (2000, 3000, 4)
        if chance.random() < 0.5:
            for table in (tmp_path / "data" / "tables").glob("*"):
                table.unlink()
    print(f"\nkilled {killed} times, finished {finished} times")
    out.unlink(missing_ok=True)
    subprocess.run(command(source, out), check=True, capture_output=True)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == wanted
    assert list((tmp_path / "data" / "spool").glob("*")) == []
