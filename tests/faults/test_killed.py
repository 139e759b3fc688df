"""`platesetter convert`, killed at any moment: a file that has a name is whole."""

import hashlib
import random
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path
from subprocess import DEVNULL
from typing import Final

import pytest
import tifffile

from tests.pictures import jpeg, photo
from tests.server import PLATESETTER

pytestmark = pytest.mark.load

WIDTH: Final = 3000
HEIGHT: Final = 2000
TAIL: Final = 1.1
"""Share of the time of a run, within which it is killed: some kills come after its end."""


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
def test_no_half_has_a_name(tmp_path: Path, moments: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be starting, making tables, spooling, or writing."""
    monkeypatch.setenv("PLATESETTER_DATA", str(tmp_path / "data"))
    source, out = tmp_path / "photo.jpg", tmp_path / "out.tif"
    source.write_bytes(jpeg(photo(WIDTH, HEIGHT)))
    tables, kept = tmp_path / "data" / "tables", tmp_path / "kept"
    cold = timed(command(source, out))
    wanted = digest(out)
    shutil.copytree(tables, kept)
    out.unlink()
    warm = timed(command(source, out))
    chance = random.Random(0)
    ends = Counter[str]()
    for moment in range(moments):
        out.unlink(missing_ok=True)
        is_warm = moment % 2 == 0
        shutil.rmtree(tables)
        shutil.copytree(kept, tables) if is_warm else tables.mkdir()
        took = warm if is_warm else cold
        end = killed_or_not(command(source, out), chance.uniform(0, TAIL * took))
        ends[f"{'table there' if is_warm else 'no table'}: {end}"] += 1
        if out.exists():
            assert digest(out) == wanted
    print(f"\na run takes {warm:.2f} s with its table, {cold:.2f} s without; {dict(ends)}")
    out.unlink(missing_ok=True)
    timed(command(source, out))
    assert digest(out) == wanted
    assert tifffile.imread(out).shape == (HEIGHT, WIDTH, 4)
    assert list((tmp_path / "data" / "spool").glob("*")) == []


def timed(words: list[str]) -> float:
    start = time.monotonic()
    subprocess.run(words, check=True, capture_output=True)
    return time.monotonic() - start


def killed_or_not(words: list[str], after_s: float) -> str:
    with subprocess.Popen(words, stdout=DEVNULL, stderr=DEVNULL) as process:
        try:
            assert process.wait(after_s) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            return "killed"
    return "finished"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
