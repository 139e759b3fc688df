"""`platesetter report`."""

from io import FileIO
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from app.base.settings import Settings
from app.cli.console import OUT
from app.cli.options import SourceProfile, with_options
from app.convert.engine import Engine
from app.convert.submission import Submission
from app.proofing.report import compose
from app.proofing.report.fields import Report
from app.proofing.report.options import ReportOptions
from app.proofing.report.sentences import sentences


@with_options("compression", "profile", "metadata")
def report(
    photo: Annotated[Path, typer.Argument(help="A picture: JPEG, PNG, TIFF, WebP, AVIF.")],
    options: ReportOptions,
    source_profile: SourceProfile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Report a picture's ink, gamut and resolution on the press.

    Every pixel is converted and counted.

    \b
    For example:
      platesetter report photo.jpg
      platesetter report photo.jpg --condition fogra39-coated --max-ink 280 --json
    """
    sent = source_profile.read_bytes() if source_profile else None
    engine = Engine(Settings())
    engine.refuse_impossible(options)
    with FileIO(photo) as file:
        result = compose.report(engine, Submission(file, options, sent))
    if as_json:
        OUT.print(result.model_dump_json(indent=2))
        return
    OUT.print(_inks(result))
    for name, text in sentences(result).items():
        OUT.print(f"{name:<12} {text}")


def _inks(result: Report) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for heading in ("ink", "mean", "most", "pixels with it"):
        table.add_column(heading, justify="left" if heading == "ink" else "right")
    names = ("cyan", "magenta", "yellow", "black")
    inks = (result.inks.c, result.inks.m, result.inks.y, result.inks.k)
    for name, ink in zip(names, inks, strict=True):
        table.add_row(name, f"{ink.mean:.1f} %", f"{ink.max:.1f} %", f"{ink.inkcov:.1%}")
    return table
