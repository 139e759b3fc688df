"""The RGB spaces that come with the package, as ICC files in `sources/`.

They are files, and not computed at run time, so that a table's digest does not depend on a
machine's arithmetic. `python -m tests.lut.icc` writes them from the published primaries.
"""

from functools import cache
from pathlib import Path
from typing import Final

from lut.base.errors import ProfileError
from lut.icc.profiles import Profile

FOLDER: Final = Path(__file__).parent / "sources"
NAMES: Final = ("srgb", "adobe-rgb", "display-p3", "prophoto")


@cache
def named(name: str) -> Profile:
    """Return the shipped source profile of that name.

    Raises:
        ProfileError: no shipped profile has that name.
    """
    if name not in NAMES:
        raise ProfileError(f"source must be one of {', '.join(NAMES)}, got {name!r}")
    return Profile.parse((FOLDER / f"{name}.icc").read_bytes())
