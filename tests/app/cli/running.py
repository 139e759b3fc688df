"""The command line, run in this process."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from unittest.mock import patch

from app.cli.main import main


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    status: int
    out: str
    err: str


def run(*arguments: object) -> Result:
    """`platesetter` with these arguments."""
    out, err = StringIO(), StringIO()
    argv = ["platesetter", *map(str, arguments)]
    with patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as left:
            status = left.code or 0
        else:
            status = 0
    assert isinstance(status, int)
    return Result(status, out.getvalue(), err.getvalue())
