"""The figures of a part: every run's, printed as a table, kept as JSON."""

import json
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.benchmarks import machine

OURS: Final = "platesetter"
MORE_IS_BETTER: Final = ("Mpx/s",)
Parts = dict[str, "Result"]


@dataclass(frozen=True)
class Measured:
    """The figures of one way of doing one thing.

    Attributes:
        case: the work, in words.
        way: the program that did it; or, where only ours did, what of it was measured.
        unit: of the figures.
        runs: every figure that counts.
    """

    case: str
    way: str
    unit: str
    runs: list[float]

    @property
    def median(self) -> float:
        """Return the median of all runs."""
        return statistics.median(self.runs)

    @property
    def rounded(self) -> str:
        """Return the median, in as many digits as mean something."""
        return _rounded(self.median, self.median)

    @property
    def spread(self) -> str:
        """Return the lowest and the highest."""
        return " – ".join(_rounded(one, self.median) for one in (min(self.runs), max(self.runs)))


@dataclass(frozen=True)
class Result:
    """The figures of a part.

    Attributes:
        part: its name.
        inputs: the pictures, in words.
        measured: in the order of the table.
        remarks: other observations, such as how far outputs are apart.
        machine: processor, versions.
    """

    part: str
    inputs: str
    measured: list[Measured]
    remarks: list[str] = field(default_factory=list)
    machine: list[str] = field(default_factory=machine.describe)

    def behind_ours(self, one: Measured) -> float | None:
        """Return how many times better ours is; None where there is no comparison."""
        rivals = (one.case, one.unit)
        ours = [row for row in self.measured if row.way == OURS and (row.case, row.unit) == rivals]
        if not ours or one.way == OURS or not ours[0].median or not one.median:
            return None
        better = ours[0].median / one.median
        return better if one.unit in MORE_IS_BETTER else 1 / better

    def lines(self) -> Iterator[str]:
        """Yield the lines of a table to read."""
        yield from self.machine
        yield f"{self.part}: {self.inputs}"
        yield from self.remarks
        groups: dict[tuple[str, str], list[Measured]] = {}
        for one in self.measured:
            groups.setdefault((one.case, one.unit), []).append(one)
        for (case, unit), rows in groups.items():
            yield f"\n{case}, {unit}: median of {len(rows[0].runs)} (lowest – highest)"
            for row in rows:
                behind = self.behind_ours(row)
                beside = f"  {behind:5.2f} ×" if behind else ""
                yield f"  {row.way:24}{row.rounded:>8}  {f'({row.spread})':18}{beside}"


def _rounded(value: float, like: float) -> str:
    digits = sum(like < bound for bound in (1, 10, 100)) if like else 0
    return f"{value:.{digits}f}"


def load(path: Path) -> Parts:
    """Return parts by name; none where there is no such file."""
    if not path.exists():
        return {}
    return {name: _result(fields) for name, fields in json.loads(path.read_text()).items()}


def save(result: Result, path: Path) -> None:
    """Add a part to a file of parts, or replace it there."""
    parts = {**load(path), result.part: result}
    plain = {name: asdict(part) for name, part in parts.items()}
    path.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _result(fields: dict[str, Any]) -> Result:
    return Result(**{**fields, "measured": [Measured(**one) for one in fields["measured"]]})
