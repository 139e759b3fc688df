"""How far a grid is from the table it stands for, over all 2²⁴ colours."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lut.base.packing import COLOURS, LEVELS, Packed, samples
from lut.colorimetry.lab import delta_e, lab_of
from lut.icc.profiles import Profile

CHUNK = 1 << 20


@dataclass(frozen=True)
class Spread:
    """Mean, 99th percentile and maximum of a difference, never negative."""

    mean: float
    p99: float
    max: float


@dataclass(frozen=True)
class Error:
    """A grid's error.

    Attributes:
        levels: of every ink of every colour, in 8-bit levels.
        delta_e: of every colour, in CIEDE2000 through the press profile.
    """

    levels: Spread
    delta_e: Spread


def error(found: Packed, wanted: Packed, press: Profile) -> Error:
    """How far one table is from another.

    Args:
        found, wanted: packed entries, uint32 `[2**24]`.
        press: the profile whose A2B1 table says what the inks look like.
    """
    counts = np.zeros(LEVELS, np.int64)
    distances = np.empty(COLOURS, np.float32)
    for start in range(0, COLOURS, CHUNK):
        part = slice(start, start + CHUNK)
        apart = np.abs(samples(found[part]).astype(np.int16) - samples(wanted[part]))
        counts += np.bincount(apart.ravel(), minlength=LEVELS)
        distances[part] = delta_e(lab_of(found[part], press), lab_of(wanted[part], press))
    return Error(_of_counts(counts), _of_values(distances))


def _of_counts(counts: NDArray[np.int64]) -> Spread:
    total = counts.cumsum()
    mean = float(counts @ np.arange(LEVELS) / total[-1])
    return Spread(
        round(mean, 4),
        float(np.searchsorted(total, 0.99 * total[-1])),
        float(counts.nonzero()[0][-1]),
    )


def _of_values(values: NDArray[Any]) -> Spread:
    return Spread(
        round(float(values.mean(dtype=np.float64)), 4),
        round(float(np.percentile(values, 99)), 4),
        round(float(values.max()), 4),
    )


def total_area_coverage(entries: Packed) -> float:
    """The most ink any entry takes, C + M + Y + K in percent."""
    levels = samples(entries)
    most = max(
        int(levels[start : start + CHUNK].sum(axis=1, dtype=np.int32).max())
        for start in range(0, len(entries), CHUNK)
    )
    return round(most * 100 / (LEVELS - 1), 1)
