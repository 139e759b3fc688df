"""`platesetter conditions`."""

import json
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from app.base.settings import Settings
from app.cli.console import OUT
from lut.conditions.catalogue import Conditions


def available(settings: Settings) -> Conditions:
    """Return the shipped conditions and those of `PLATESETTER_CONDITIONS`."""
    return Conditions(*[settings.conditions] if settings.conditions else [])


def conditions(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the printing conditions.

    Some are shipped; PLATESETTER_CONDITIONS names a folder of your own.

    \b
    For example:
      platesetter conditions
    """
    found = available(Settings()).values()
    if as_json:
        facts = {one.name: one.facts.model_dump() for one in found}
        OUT.print(json.dumps(facts, indent=2))
        return
    table = Table("name", "title", "most ink", box=SIMPLE_HEAD)
    for one in found:
        table.add_row(one.name, one.facts.title, f"{one.facts.max_ink:g} %")
    OUT.print(table)
