"""Write the README's figures: its section between two marks, from a file of figures."""

import argparse
import re
from pathlib import Path
from typing import Final

from tests.benchmarks.report import section
from tests.benchmarks.result import load

README: Final = Path("README.md")
PUBLISHED: Final = Path(__file__).with_name("published.json")
_SECTION: Final = re.compile(r"(?<=<!-- figures -->\n).*(?=\n<!-- end of figures -->)", re.DOTALL)


def options(parser: argparse.ArgumentParser) -> None:
    """What this command can be told."""
    parser.add_argument("--json", type=Path, default=PUBLISHED, help="file of figures")
    parser.add_argument("--readme", type=Path, default=README, help="file with the section")


def run(told: argparse.Namespace) -> None:
    """Read and write."""
    written = renewed(told.readme.read_text("utf-8"), section(load(told.json)))
    told.readme.write_text(written, "utf-8")


def renewed(text: str, figures: str) -> str:
    """The text with other figures.

    Raises:
        SystemExit: it has no such section.
    """
    text, found = _SECTION.subn(lambda _: figures, text)
    if found != 1:
        raise SystemExit(f"expected one section between the two marks, found {found}")
    return text
