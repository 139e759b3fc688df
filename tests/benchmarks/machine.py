"""The machine on which a figure was measured."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("numpy", "pillow", "pyvips-binary", "uvicorn", "uvloop")


def describe() -> list[str]:
    """Return two lines: processor, cores and kernel; Python and the packages that matter."""
    cpu = next(
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, {packages}",
    ]
