"""`platesetter`: the entry point, and the names of the commands."""

import sys
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

from app.cli.console import escape_unprintable
from app.cli.failures import status_of

COMMANDS: Final = ("serve", "convert", "report", "conditions", "health", "key", "lut")
"""Each names a module of `app.cli.commands`, and in it the function or the group that it runs."""


class Commands(TyperGroup):
    """The commands by name; a command's module is imported when it runs or shows its help.

    `platesetter health`, which a container runs every few seconds, starts without the others.
    """

    def get_command(self, ctx: object, cmd_name: str) -> Any:  # noqa: ARG002
        """Return the command, its module imported; None for an unknown name."""
        return _loaded(cmd_name) if cmd_name in self.commands else None


def _loaded(name: str) -> Any:
    found = getattr(import_module(f"app.cli.commands.{name}"), name)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name)(found)
        found = alone
    return typer.main.get_command(found)


def _imported_later() -> None:
    """Hold a command's place until `Commands` imports it."""


app: Final = typer.Typer(
    cls=Commands,
    help="RGB photographs in, press-ready CMYK TIFFs out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for _name in COMMANDS:
    app.command(_name)(_imported_later)


def main() -> None:
    """Run the command line; print an expected error as one line, and exit with status 1 or 2."""
    escape_unprintable()
    try:
        app()
    except Exception as caught:
        status = status_of(caught)
        if status is None:
            raise
        sys.exit(status)
