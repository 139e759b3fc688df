"""The figures as Markdown."""

from collections.abc import Iterator

from tests.benchmarks.parts import PARTS
from tests.benchmarks.result import Measured, Parts, Result


def section(parts: Parts) -> str:
    """Return all parts: the machines, and a table of medians for each part."""
    return "\n".join(_lines(parts)).rstrip()


def _lines(parts: Parts) -> Iterator[str]:
    machines = dict.fromkeys("; ".join(part.machine) for part in parts.values())
    yield "Medians. " + " ".join(f"{machine}." for machine in machines)
    for name, module in PARTS.items():
        if name in parts:
            about = " ".join((module.__doc__ or "").partition("\n\n")[0].split())
            about = about.removeprefix(f"{name.capitalize()}: ")
            yield f"\n`{name}`: {about} Input: {parts[name].inputs}.\n"
            yield from _table(parts[name])


def _table(part: Result) -> Iterator[str]:
    ways = list(dict.fromkeys(one.way for one in part.measured))
    rows: dict[str, dict[str, Measured]] = {}
    for one in part.measured:
        rows.setdefault(one.case, {})[one.way] = one
    yield f"| | {' | '.join(ways)} |"
    yield f"|---|{'---|' * len(ways)}"
    for case, row in rows.items():
        yield f"| {case} | {' | '.join(_cell(row, way, part) for way in ways)} |"


def _cell(row: dict[str, Measured], way: str, part: Result) -> str:
    if way not in row:
        return ""
    behind = part.behind_ours(row[way])
    return f"{row[way].rounded} {row[way].unit}" + (f" ({behind:.1f}×)" if behind else "")
