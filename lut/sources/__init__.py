"""The RGB spaces that come with the package, as ICC files beside this one.

They are files, not computed when asked, so that a table's digest never depends on a
machine's arithmetic. `python -m lut.sources` writes them from `spaces.PUBLISHED`.
"""

from functools import cache
from pathlib import Path
from typing import Final

from lut.errors import ProfileError
from lut.profiles import Profile

FOLDER: Final = Path(__file__).parent
NAMES: Final = ("srgb", "adobe-rgb", "display-p3", "prophoto")


@cache
def named(name: str) -> Profile:
    """The source profile of that name.

    Raises:
        ProfileError: there is none.
    """
    if name not in NAMES:
        raise ProfileError(f"source must be one of {', '.join(NAMES)}, got {name!r}")
    return Profile.parse((FOLDER / f"{name}.icc").read_bytes())
