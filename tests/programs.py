"""Programs of others, which must read what we write."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

IMAGEMAGICK = ("magick", "convert-im6.q16")


def program(*names: str) -> str:
    """Return the first program that is installed; without any, skip the test, or fail it in CI."""
    for name in names:
        if found := shutil.which(name):
            return found
    if os.environ.get("CI"):
        pytest.fail(f"CI needs one of {', '.join(names)}")
    return pytest.skip(f"none of {', '.join(names)} is installed")


def run(*command: str | Path) -> "subprocess.CompletedProcess[bytes]":
    """Run a command that must succeed."""
    return subprocess.run(command, check=True, capture_output=True, timeout=120)
