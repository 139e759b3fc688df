from argparse import Namespace
from pathlib import Path

import pytest

from tests.benchmarks import plot, readme
from tests.benchmarks.report import section
from tests.benchmarks.result import OURS, Measured, Result, load
from tests.benchmarks.test_result import PART


def test_readme_says_what_was_published() -> None:
    text = readme.README.read_text("utf-8")
    assert readme.renewed(text, section(load(readme.PUBLISHED))) == text


def test_the_four_figures_of_the_top_readme_are_published_ones() -> None:
    parts = load(readme.PUBLISHED)
    assert readme.misquoted(readme.TOP_README.read_text("utf-8"), parts) == []


def test_a_wrong_quotation_is_found() -> None:
    parts = load(readme.PUBLISHED)
    first, *others = readme.expected(parts)
    text = f"<!-- four figures -->\n99.9 Mpx/s {' '.join(others)}\n<!-- end of four figures -->"
    assert readme.misquoted(text.replace("99.9 Mpx/s", first), parts) == []
    assert readme.misquoted(text, parts) == [
        f"{first}: expected, not found",
        "99.9 Mpx/s: found, not published",
    ]
    with pytest.raises(SystemExit, match="found 0"):
        readme.misquoted("none", parts)


@pytest.mark.load  # imports matplotlib
def test_plot_is_of_what_was_published(tmp_path: Path) -> None:
    drawn = tmp_path / "figures.svg"
    plot.run(Namespace(json=readme.PUBLISHED, svg=drawn))
    words = ("platesetter", "libvips", "ImageCms", "JPEG", "PNG", "TIFF", "peak memory")
    for svg in (drawn, readme.PUBLISHED.with_suffix(".svg")):
        assert [word for word in words if word not in svg.read_text("utf-8")] == []


def test_a_section_has_a_table_of_each_part() -> None:
    cores = Result(
        "cores",
        "two photographs",
        [Measured("JPEG", "one core", "Mpx/s", [70, 80]), Measured("JPEG", "gain", "×", [1.9])],
        [],
        ["another"],
    )
    lines = section({"cores": cores, "kernel": PART}).split("\n")
    assert lines[0] == "Medians. another. a processor; Python."
    assert lines[4:9] == [
        "| | platesetter | libvips |",
        "|---|---|---|",
        "| noise | 100 Mpx/s | 25.0 Mpx/s (4.0×) |",
        "| one | 0.500 s | 0.750 s (1.5×) |",
        "| error | 0 levels | 6.00 levels |",
    ]
    assert lines[-1] == "| JPEG | 75.0 Mpx/s | 1.90 × |"
    assert lines[10].startswith("`cores`: how much")


@pytest.mark.parametrize("text", ["none", "<!-- figures -->\n<!-- end of figures -->"])
def test_a_readme_without_the_section_is_refused(text: str) -> None:
    with pytest.raises(SystemExit, match="found 0"):
        readme.renewed(text, "figures")


def test_only_the_section_is_written(tmp_path: Path) -> None:
    text = f"{OURS}\n<!-- figures -->\nold\n\\1\n<!-- end of figures -->\nmore\n"
    assert readme.renewed(text, r"\1 new") == text.replace("old\n\\1", r"\1 new")
