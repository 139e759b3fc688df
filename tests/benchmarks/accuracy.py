"""Outputs are compared before times: how far one is from another, and how far it may be.

The peers' own grids are so far off: a mean of 0.2 level, 2 % of values more than one apart, 8 at
most; and where none is more than one apart, it is rounding. Beyond that they would be doing
something else, and their times would say nothing.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import tifffile

from lut.base.packing import Bytes

MEAN: Final = 0.2
BEYOND_ONE: Final = 0.02
MOST: Final = 8
ROUNDING: Final = 1


@dataclass(frozen=True)
class Apart:
    """How far two pictures are apart, in levels of 8 bits.

    Attributes:
        mean, most: of all inks of all pixels.
        beyond_one: the share that is more than one apart.
    """

    mean: float
    beyond_one: float
    most: int

    def __str__(self) -> str:
        """In words."""
        return (
            f"differs from exact by {self.mean:.2f} levels in the mean, {self.most} at most, "
            f"{self.beyond_one:.1%} by more than one"
        )

    @property
    def is_comparable(self) -> bool:
        """Whether the same was done."""
        is_a_grid = self.mean <= MEAN and self.beyond_one <= BEYOND_ONE and self.most <= MOST
        return is_a_grid or self.most <= ROUNDING


def apart(found: Bytes, wanted: Bytes) -> Apart:
    """Compare two pictures of one shape."""
    levels = np.abs(np.subtract(found, wanted, dtype=np.int16))
    return Apart(float(levels.mean()), float((levels > 1).mean()), int(levels.max()))


def compared(way: str, found: Path, wanted: Path) -> str:
    """Compare two TIFFs.

    Returns:
        a remark.

    Raises:
        SystemExit: they are further apart than rounding and a grid explain.
    """
    told = apart(tifffile.imread(found), tifffile.imread(wanted))
    if not told.is_comparable:
        raise SystemExit(f"{way} {told}: it does something else, and its time says nothing")
    return f"{way} {told}"
