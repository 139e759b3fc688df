"""`platesetter lut`: make a printing condition, or show one."""

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from app.base.settings import Settings
from app.cli.commands.conditions import available
from app.cli.console import OUT, progress
from lut.conditions import building
from lut.conditions.condition import checked_name
from lut.grid.accuracy import Error
from lut.icc.profiles import Profile

lut: Final = typer.Typer(
    help="Make a printing condition from an ICC profile, or show one.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@lut.command("build")
def build(
    profile: Annotated[Path, typer.Argument(help="A CMYK output profile (.icc).")],
    folder: Annotated[
        Path,
        typer.Option("-o", "--output", help="Folder in which the condition's own folder is made."),
    ],
    name: Annotated[str, typer.Option(help="Name of the condition: a-z, 0-9, hyphens.")],
    notice: Annotated[
        Path | None,
        typer.Option(help="Text file of the profile's licence. Default: its copyright line."),
    ] = None,
) -> None:
    """Make a condition: fit its grid, measure its error, and write it to OUTPUT/NAME.

    \b
    For example:
      platesetter lut build PSOcoated_v3.icc -o conditions --name pso-coated-v3
      PLATESETTER_CONDITIONS=conditions platesetter serve
    """
    checked_name(name)
    parsed = Profile.parse(profile.read_bytes())
    licence = notice.read_text("utf-8") if notice else None
    with progress() as bar:
        task = bar.add_task("reading", total=len(building.STAGES))

        def on(stage: str) -> None:
            bar.update(task, description=stage, completed=building.STAGES.index(stage))

        condition = building.build(folder / name, parsed, licence, on)
    OUT.print(f"{condition.name} → {condition.folder}")


@lut.command("show")
def show(name: Annotated[str, typer.Argument(help="Name of the condition.")]) -> None:
    """Show a condition's facts and its grid's measured error.

    \b
    For example:
      platesetter lut show iso-coated-v2-300
    """
    condition = available(Settings())[name]
    facts = condition.facts
    OUT.print(f"{condition.name}: {facts.title}")
    OUT.print(f"copyright  {facts.copyright}")
    OUT.print(f"profile    {facts.profile}")
    OUT.print(f"grid       {facts.grid}")
    OUT.print(f"source     {facts.source} ({facts.intent} colorimetric, black point compensation)")
    OUT.print(f"most ink   {facts.max_ink:g} %")
    OUT.print("paper      L* {:g}, a* {:g}, b* {:g}".format(*facts.white))
    OUT.print("black      L* {:g}, a* {:g}, b* {:g}".format(*facts.black))
    OUT.print(f"K of grey  {', '.join(f'{k:g}' for k in facts.neutral_k)} %, black to white")
    OUT.print("error of the grid against exact, over all 16,777,216 colours:")
    table = Table("grid", "unit", "mean", "p99", "maximum", box=SIMPLE_HEAD)
    _add(table, "fitted", facts.accuracy.fitted)
    _add(table, "sampled", facts.accuracy.sampled)
    OUT.print(table)


def _add(table: Table, grid: str, error: Error) -> None:
    for unit, spread in (("8-bit level", error.levels), ("ΔE2000", error.delta_e)):
        table.add_row(grid, unit, f"{spread.mean:.4f}", f"{spread.p99:g}", f"{spread.max:g}")
