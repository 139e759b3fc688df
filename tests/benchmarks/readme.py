"""Write the figures of tests/benchmarks/README.md: its section between two marks.

The README at the top quotes four of them between two marks of its own. A person writes that text;
this command refuses it where a figure is missing or is not a published one.
"""

import argparse
import re
from pathlib import Path
from typing import Final

from tests.benchmarks.report import section
from tests.benchmarks.result import OURS, Parts, load

README: Final = Path(__file__).with_name("README.md")
TOP_README: Final = Path(__file__).parents[2] / "README.md"
PUBLISHED: Final = Path(__file__).with_name("published.json")
QUOTED: Final = (
    ("kernel", "photographs", OURS, "ImageCms"),
    ("http", "24 Mpx JPEG, 4 at once", OURS, "libvips"),
    ("memory", "973 Mpx TIFF", "peak memory", ""),
    ("startup", "ready, table cached", OURS, ""),
)
"""The four figures: part, case and way, and the rival with which the text compares it, if any."""

_FIGURE: Final = re.compile(r"\d[\d.]*(?:×| (?:Mpx/s|MiB|s)\b)")
_QUOTES: Final = re.compile(
    r"(?<=<!-- four figures -->\n).*(?=\n<!-- end of four figures -->)", re.DOTALL
)
_SECTION: Final = re.compile(r"(?<=<!-- figures -->\n).*(?=\n<!-- end of figures -->)", re.DOTALL)


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this command."""
    parser.add_argument("--json", type=Path, default=PUBLISHED, help="file of figures")
    parser.add_argument("--readme", type=Path, default=README, help="file with the section")


def run(arguments: argparse.Namespace) -> None:
    """Read the figures, write the section, and check what the top README quotes.

    Raises:
        SystemExit: the top README quotes other figures.
    """
    parts = load(arguments.json)
    written = renewed(arguments.readme.read_text("utf-8"), section(parts))
    arguments.readme.write_text(written, "utf-8")
    if wrong := misquoted(TOP_README.read_text("utf-8"), parts):
        raise SystemExit("\n".join(wrong))


def misquoted(text: str, parts: Parts) -> list[str]:
    """Return a line for each of the four figures that a text lacks, or that is not a published one.

    Raises:
        SystemExit: the text has no section of four figures.
    """
    found = _QUOTES.findall(text)
    if len(found) != 1:
        raise SystemExit(f"expected one section of four figures, found {len(found)}")
    quoted, published = (_FIGURE.findall(one) for one in (found[0], section(parts)))
    return [
        *(f"{figure}: expected, not found" for figure in expected(parts) if figure not in quoted),
        *(f"{figure}: found, not published" for figure in quoted if figure not in published),
    ]


def expected(parts: Parts) -> list[str]:
    """Return the figures that the top README must quote, as the tables print them."""
    figures = []
    for part, case, way, rival in QUOTED:
        rows = {one.way: one for one in parts[part].measured if one.case == case}
        figures.append(f"{rows[way].rounded} {rows[way].unit}")
        if rival:
            figures.append(f"{parts[part].behind_ours(rows[rival]):.1f}×")
    return figures


def renewed(text: str, figures: str) -> str:
    """Return the text with other figures.

    Raises:
        SystemExit: it has no such section.
    """
    text, found = _SECTION.subn(lambda _: figures, text)
    if found != 1:
        raise SystemExit(f"expected one section between the two marks, found {found}")
    return text
