"""Draw an SVG: throughput over HTTP, and time and memory against the picture's size."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.benchmarks.readme import PUBLISHED
from tests.benchmarks.result import OURS, Measured, Parts, load

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE: Final = (12, 3.6)
COLOURS: Final = {OURS: "#c2185b", "floor": "#9e9e9e", "libvips": "#1976d2", "ImageCms": "#f9a825"}
STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "platesetter",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 9,
}
CLIENTS: Final = 4


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this command."""
    parser.add_argument("--json", type=Path, default=PUBLISHED, help="file of figures")
    parser.add_argument("--svg", type=Path, default=PUBLISHED.with_suffix(".svg"), help="to write")


def run(arguments: argparse.Namespace) -> None:
    """Read the figures and draw them."""
    from matplotlib import rc_context  # noqa: PLC0415 - of the extra `bench`
    from matplotlib.figure import Figure  # noqa: PLC0415

    parts = load(arguments.json)
    with rc_context(STYLE):
        figure = Figure(SIZE, layout="constrained")
        throughput, growth, memory = figure.subplots(1, 3)
        _throughput(throughput, parts)
        _growth(growth, parts)
        _memory(memory, parts)
        figure.savefig(arguments.svg, metadata={"Date": None})


def _throughput(axes: "Axes", parts: Parts) -> None:
    rows = [row for row in parts["http"].measured if row.case.endswith(f", {CLIENTS} at once")]
    kinds = list(dict.fromkeys(row.case.split(" ")[2].rstrip(",") for row in rows))
    width = 0.8 / len(COLOURS)
    for index, (way, own) in enumerate(_by_way(rows)):
        places = [kind + (index - 1.5) * width for kind in range(len(kinds))]
        axes.bar(places, [row.median for row in own], width, color=COLOURS[way], label=way)
    axes.set_xticks(range(len(kinds)), kinds)
    axes.set_title(f"{CLIENTS} clients at once over HTTP, Mpx/s")
    axes.legend(frameon=False)


def _growth(axes: "Axes", parts: Parts) -> None:
    for way, own in _by_way(parts["growth"].measured):
        axes.plot(_sizes(own), [row.median for row in own], "o-", color=COLOURS[way], label=way)
    axes.set(xscale="log", yscale="log", xlabel="Mpx of JPEG")
    axes.set_title("one client, s")


def _memory(axes: "Axes", parts: Parts) -> None:
    rows = [row for row in parts["memory"].measured if row.unit == "MiB"]
    for kind, style in {"TIFF": "o-", "JPEG": "s--"}.items():
        own = [row for row in rows if row.case.endswith(f"Mpx {kind}")]
        axes.plot(_sizes(own), [row.median for row in own], style, color=COLOURS[OURS], label=kind)
    axes.set(xscale="log", xlabel="Mpx")
    axes.set_ylim(0)
    axes.set_title("peak memory of the server, MiB")
    axes.legend(frameon=False, loc="lower right")


def _by_way(rows: list[Measured]) -> Iterator[tuple[str, list[Measured]]]:
    for way in COLOURS:
        if own := [row for row in rows if row.way == way]:
            yield way, own


def _sizes(rows: list[Measured]) -> list[Any]:
    return [float(row.case.partition(" ")[0]) for row in rows]
