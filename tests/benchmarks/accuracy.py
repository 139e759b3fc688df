"""Outputs are compared before times: how far one is from another, and how far it may be.

Little CMS's own grid explains a mean of 0.2 levels, 2 % of values more than one level apart, and 8
levels at most; rounding explains one level. A peer that is further from exact does other work than
ours, and its time cannot be compared.
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
    """The distance of two pictures, in levels of 8 bits.

    Attributes:
        mean, most: of all inks of all pixels.
        beyond_one: the share that is more than one apart.
    """

    mean: float
    beyond_one: float
    most: int

    def __str__(self) -> str:
        """Return a remark."""
        return (
            f"differs from exact by {self.mean:.2f} levels in the mean, {self.most} at most, "
            f"{self.beyond_one:.1%} by more than one"
        )

    @property
    def is_comparable(self) -> bool:
        """Return whether a grid or rounding explains the difference."""
        is_a_grid = self.mean <= MEAN and self.beyond_one <= BEYOND_ONE and self.most <= MOST
        return is_a_grid or self.most <= ROUNDING


def apart(found: Bytes, wanted: Bytes) -> Apart:
    """Return how far two pictures of one shape are apart."""
    levels = np.abs(np.subtract(found, wanted, dtype=np.int16))
    return Apart(float(levels.mean()), float((levels > 1).mean()), int(levels.max()))


def compared(way: str, found: Path, wanted: Path) -> str:
    """Return a remark on how far a peer's TIFF is from ours.

    Raises:
        SystemExit: they are further apart than rounding and a grid explain.
    """
    distance = apart(tifffile.imread(found), tifffile.imread(wanted))
    if not distance.is_comparable:
        raise SystemExit(f"{way} {distance}: it does other work, and its time cannot be compared")
    return f"{way} {distance}"
