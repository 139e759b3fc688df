"""What a part has measured: every run's figure, told as a table, kept as JSON."""

import json
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tests.benchmarks import machine

OURS: Final = "platesetter"
MORE_IS_BETTER: Final = ("Mpx/s",)
Parts = dict[str, "Result"]


@dataclass(frozen=True)
class Measured:
    """One way of doing one thing.

    Attributes:
        case: what was done, in words.
        way: who did it.
        unit: of the figures.
        runs: every figure that was counted.
    """

    case: str
    way: str
    unit: str
    runs: list[float]

    @property
    def median(self) -> float:
        """Of all runs."""
        return statistics.median(self.runs)

    def behind(self, ours: "Measured") -> float:
        """How many times better ours is."""
        better = ours.median / self.median
        return better if self.unit in MORE_IS_BETTER else 1 / better


@dataclass(frozen=True)
class Result:
    """A part's figures.

    Attributes:
        part: its name.
        inputs: what was measured with, in words.
        measured: in the order of the table.
        remarks: what else was seen, such as how far outputs are apart.
        machine: processor, versions.
    """

    part: str
    inputs: str
    measured: list[Measured]
    remarks: list[str] = field(default_factory=list)
    machine: list[str] = field(default_factory=machine.told)

    def lines(self) -> Iterator[str]:
        """A table to read."""
        yield from self.machine
        yield f"{self.part}: {self.inputs}"
        yield from self.remarks
        for (case, unit), group in groupby(self.measured, lambda one: (one.case, one.unit)):
            rows = list(group)
            yield f"\n{case}, {unit}: median of {len(rows[0].runs)} (lowest – highest)"
            ours = next((row for row in rows if row.way == OURS), None)
            for row in rows:
                yield f"  {row.way:24}{_figures(row)}{_beside(row, ours)}"


def _figures(row: Measured) -> str:
    digits = 0 if row.median >= 100 else 3 if row.median < 1 else 1
    low, high = (f"{value:.{digits}f}" for value in (min(row.runs), max(row.runs)))
    return f"{row.median:8.{digits}f}  {f'({low} – {high})':18}"


def _beside(row: Measured, ours: Measured | None) -> str:
    return f"  {row.behind(ours):5.2f} ×" if ours and row is not ours else ""


def load(path: Path) -> Parts:
    """Parts by name; none where there is no such file."""
    if not path.exists():
        return {}
    return {name: _result(told) for name, told in json.loads(path.read_text()).items()}


def save(result: Result, path: Path) -> None:
    """Add a part to a file of parts, or replace it there."""
    parts = {**load(path), result.part: result}
    told = {name: asdict(part) for name, part in parts.items()}
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _result(told: dict[str, Any]) -> Result:
    return Result(**{**told, "measured": [Measured(**one) for one in told["measured"]]})
