"""`platesetter`: one command group a file."""

import sys
from typing import Final

import typer
from pydantic import ValidationError

from app.base.errors import AppError, SettingsBroken
from app.cli import conditions, convert, health, key, lut_commands, report, serve
from app.cli.console import error, speak_any_language
from lut.base.errors import LutError, RecipeError

USAGE: Final = 2

app: Final = typer.Typer(
    help="RGB photographs in, press-ready CMYK TIFFs out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("serve")(serve.serve)
app.command("convert")(convert.convert)
app.command("report")(report.report)
app.command("conditions")(conditions.conditions)
app.command("health")(health.health)
app.command("key")(key.key)
app.add_typer(lut_commands.app, name="lut")


def main() -> None:
    """Run the command line; what goes wrong by its own words is one line, and status 1, or 2."""
    speak_any_language()
    try:
        app()
    except (RecipeError, SettingsBroken) as caught:
        error(str(caught))
        sys.exit(USAGE)
    except (AppError, LutError, OSError) as caught:
        error(str(caught))
    except ValidationError as caught:
        for one in caught.errors():
            name = ".".join(map(str, one["loc"]))
            error(f"{name}: {one['msg']}, got {one['input']!r}" if name else one["msg"])
        sys.exit(USAGE)
    else:
        return
    sys.exit(1)
