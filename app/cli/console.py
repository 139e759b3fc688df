"""The output of the commands: results on stdout, errors and progress on stderr."""

import sys
from io import TextIOWrapper

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

OUT = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
ERR = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, stderr=True)


def escape_unprintable() -> None:
    """Escape characters that the terminal's encoding lacks, and file names that are not text."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def error(message: str) -> None:
    """Print an error as one line on stderr."""
    ERR.print(f"platesetter: {message}")


def progress() -> Progress:
    """Return a progress bar on stderr; it prints nothing if stderr is no terminal."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        console=ERR,
        disable=not ERR.is_terminal,
        transient=True,
    )
