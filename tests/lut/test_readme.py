"""The example in lut/README.md, and its table of grid errors."""

import re
from pathlib import Path

import pytest

import lut
from lut import Conditions
from lut.grid.accuracy import Error, Spread

TEXT = (Path(lut.__file__).parent / "README.md").read_text("utf-8")


@pytest.mark.load  # makes a table and writes it
def test_the_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(example, "lut/README.md", "exec"), {})  # noqa: S102 - it is our own


def row(error: Error) -> str:
    return f"| {spread(error.levels, 0)} | {spread(error.delta_e, 2)} |"


def spread(of: Spread, digits: int) -> str:
    return f"{of.mean:.2f}, {of.p99:.{digits}f}, {of.max:.{digits}f}"


@pytest.mark.parametrize("name", list(Conditions()))
def test_the_errors_are_those_of_the_shipped_grids(name: str) -> None:
    accuracy = Conditions()[name].facts.accuracy
    assert (
        f"| `{name}` | fitted {row(accuracy.fitted)}\n| | sampled {row(accuracy.sampled)}\n" in TEXT
    )


def test_every_module_is_in_the_table_of_rooms() -> None:
    rooms = dict(re.findall(r"^\| `(\w+)/` \|(.*)$", TEXT, re.MULTILINE))
    for path in Path(lut.__file__).parent.glob("*/**/*.py"):
        room = path.relative_to(Path(lut.__file__).parent).parts[0]
        assert path.stem == "__init__" or f"`{path.stem}`" in rooms[room], path
