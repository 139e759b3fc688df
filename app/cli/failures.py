"""Expected errors of a command, as one line each and an exit status."""

from typing import Final

from pydantic import ValidationError

from app.base.errors import AppError, SettingsBroken
from app.cli.console import error
from lut.base.errors import LutError, RecipeError

FAILURE: Final = 1
USAGE: Final = 2


def status_of(caught: Exception) -> int | None:
    """Print an expected error; return its exit status, or None for a fault of ours."""
    match caught:
        case RecipeError() | SettingsBroken():
            error(str(caught))
            return USAGE
        case AppError() | LutError() | OSError():
            error(str(caught))
            return FAILURE
        case ValidationError():
            for one in caught.errors():
                name = ".".join(map(str, one["loc"]))
                error(f"{name}: {one['msg']}, got {one['input']!r}" if name else one["msg"])
            return USAGE
        case _:
            return None
