"""`platesetter report`."""

from io import FileIO
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from app.base.settings import Settings
from app.cli.console import OUT
from app.cli.options import (
    AlphaChoice,
    BackgroundChoice,
    BlackChoice,
    BpcChoice,
    BrandChoice,
    CmykChoice,
    ConditionChoice,
    DpiChoice,
    IntentChoice,
    MaxInkChoice,
    PageChoice,
    PrecisionChoice,
    PrintWidthChoice,
    SourceChoice,
    SourceProfileChoice,
)
from app.convert.engine import Pressroom
from app.proofing.report import compose as reports
from app.proofing.report.fields import Report
from app.proofing.report.options import LEAST_PPI, ReportOptions
from app.proofing.report.sentences import sentences
from app.proofing.tolerances import THRESHOLD


def report(
    photo: Annotated[Path, typer.Argument(help="A picture: JPEG, PNG, TIFF, WebP, AVIF.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    threshold: Annotated[
        float, typer.Option(help="ΔE2000 above which a colour is out of gamut.")
    ] = THRESHOLD,
    limit: Annotated[
        float | None,
        typer.Option(help="Total ink, percent; by default --max-ink, or the condition's."),
    ] = None,
    least_ppi: Annotated[
        float, typer.Option(help="Pixels per inch below which it warns.")
    ] = LEAST_PPI,
    condition: ConditionChoice = None,
    source: SourceChoice = "auto",
    source_profile: SourceProfileChoice = None,
    precision: PrecisionChoice = "auto",
    intent: IntentChoice = "relative",
    bpc: BpcChoice = None,
    black: BlackChoice = "rich",
    max_ink: MaxInkChoice = None,
    brand: BrandChoice = None,
    alpha: AlphaChoice = "flatten",
    background: BackgroundChoice = "FFFFFF",
    cmyk: CmykChoice = "refuse",
    page: PageChoice = 1,
    dpi: DpiChoice = None,
    print_width: PrintWidthChoice = None,
) -> None:
    """Tell what a picture would take on the press: ink, gamut, resolution; at full size.

    \b
    For example:
      platesetter report photo.jpg
      platesetter report photo.jpg --condition fogra39-coated --max-ink 280 --json
    """
    options = ReportOptions(
        threshold=threshold,
        limit=limit,
        least_ppi=least_ppi,
        condition=condition,
        source=source,
        precision=precision,
        intent=intent,
        bpc=bpc,
        black=black,
        max_ink=max_ink,
        brand=brand or [],
        alpha=alpha,
        background=background,
        cmyk=cmyk,
        page=page,
        dpi=dpi,
        print_width=print_width,
    )
    sent = source_profile.read_bytes() if source_profile else None
    room = Pressroom(Settings())
    room.judge(options)
    with FileIO(photo) as file:
        told = reports.report(room, file, options, sent)
    if as_json:
        OUT.print(told.model_dump_json(indent=2))
        return
    OUT.print(_inks(told))
    for name, text in sentences(told).items():
        OUT.print(f"{name:<12} {text}")


def _inks(told: Report) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for heading in ("ink", "mean", "most", "pixels with it"):
        table.add_column(heading, justify="left" if heading == "ink" else "right")
    names = ("cyan", "magenta", "yellow", "black")
    inks = (told.inks.c, told.inks.m, told.inks.y, told.inks.k)
    for name, ink in zip(names, inks, strict=True):
        table.add_row(name, f"{ink.mean:.1f} %", f"{ink.max:.1f} %", f"{ink.inkcov:.1%}")
    return table
