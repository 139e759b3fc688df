"""How far a grid is from the exact table that it replaces, over all 2²⁴ colours."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lut.base.packing import COLOURS, LEVELS, Packed, samples
from lut.colorimetry.lab import delta_e, lab_of
from lut.icc.profiles import Profile

CHUNK: Final = 1 << 20
"""Colours at a time, to bound the memory of the intermediate arrays."""


@dataclass(frozen=True)
class Spread:
    """The mean, 99th percentile and maximum of some differences, none negative."""

    mean: float
    p99: float
    max: float


@dataclass(frozen=True)
class Error:
    """A grid's error.

    Attributes:
        levels: the error of every ink of every colour, in 8-bit levels.
        delta_e: the error of every colour, in CIEDE2000 through the press profile.
    """

    levels: Spread
    delta_e: Spread


def error(approximate: Packed, exact: Packed, press: Profile) -> Error:
    """Return how far one table is from another.

    Args:
        approximate, exact: packed entries, uint32 `[2**24]`.
        press: the profile whose A2B1 table gives the colour of inks.
    """
    counts = np.zeros(LEVELS, np.int64)
    distances = np.empty(COLOURS, np.float32)
    for start in range(0, COLOURS, CHUNK):
        part = slice(start, start + CHUNK)
        apart = np.abs(samples(approximate[part]).astype(np.int16) - samples(exact[part]))
        counts += np.bincount(apart.ravel(), minlength=LEVELS)
        distances[part] = delta_e(lab_of(approximate[part], press), lab_of(exact[part], press))
    return Error(_of_counts(counts), spread_of(distances))


def _of_counts(counts: NDArray[np.int64]) -> Spread:
    total = counts.cumsum()
    mean = float(counts @ np.arange(LEVELS) / total[-1])
    return Spread(
        round(mean, 4),
        float(np.searchsorted(total, 0.99 * total[-1])),
        float(counts.nonzero()[0][-1]),
    )


def spread_of(values: NDArray[Any]) -> Spread:
    """Return the spread of some differences, rounded to four decimals."""
    return Spread(
        round(float(values.mean(dtype=np.float64)), 4),
        round(float(np.percentile(values, 99)), 4),
        round(float(values.max()), 4),
    )


def total_area_coverage(entries: Packed) -> float:
    """Return the most ink that any entry takes, C + M + Y + K in percent."""
    levels = samples(entries)
    most = max(
        int(levels[start : start + CHUNK].sum(axis=1, dtype=np.int32).max())
        for start in range(0, len(entries), CHUNK)
    )
    return round(most * 100 / (LEVELS - 1), 1)
