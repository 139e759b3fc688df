import os
import subprocess

import pytest

from tests.server import PLATESETTER


@pytest.mark.load  # a process that loads everything
def test_a_misspelt_setting_ends_the_start_with_one_line() -> None:
    environment = {**os.environ, "PLATESETTER_MAX_UPLOADS": "1GiB"}
    result = subprocess.run(
        [*PLATESETTER, "serve", "--port", "0"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        "platesetter: unknown variable PLATESETTER_MAX_UPLOADS: "
        "did you mean PLATESETTER_MAX_UPLOAD?\n"
    )
