"""What the commands say, and where: results on stdout, the rest on stderr."""

import sys
from io import TextIOWrapper

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

OUT = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
ERR = Console(highlight=False, markup=False, emoji=False, soft_wrap=True, stderr=True)


def speak_any_language() -> None:
    """Escape what the terminal's encoding lacks, and names that are not text."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def error(message: str) -> None:
    """One line on stderr."""
    ERR.print(f"platesetter: {message}")


def progress() -> Progress:
    """A bar on a terminal's stderr, and nothing where there is no terminal."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        console=ERR,
        disable=not ERR.is_terminal,
        transient=True,
    )
