"""Total area coverage bounded: never above the limit, and as close to the colour as it can be.

An entry that takes `excess` levels too many keeps its K, gets `share · excess` more of it, and
its C, M and Y are scaled to what is left. A share of nothing is proportional scaling. The best
share is found through the press's own A2B table, on a lattice of 33³ colours, as the one whose
colour is nearest (CIEDE2000) to what was asked for, and interpolated in between: so it has no
jumps, and the correction grows from nothing where the limit begins.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numexpr.necompiler import evaluate
from numpy.typing import NDArray

from lut.base.packing import LEVELS, PACKED, Bytes, Packed, pack, packed_cube, samples
from lut.colorimetry.lab import delta_e, lab_of
from lut.icc.profiles import Profile

LEAST: Final = 150
MOST: Final = 400
LATTICE: Final = 33
SHARES: Final = np.arange(0, 1.51, 0.125)
PROBE: Final = 10
"""Levels of excess at which the best share is found where a colour has less, or none."""

CHUNK: Final = 1 << 18

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class InkLimit:
    """No entry takes more than `percent`, after rounding.

    Attributes:
        percent: 150 … 400.
        press: whose A2B table tells colours.
        before: the separation so far, of any packed colours.
    """

    percent: float
    press: Profile = field(repr=False)
    before: Callable[[Packed], Packed] = field(repr=False)

    @property
    def levels(self) -> int:
        """The limit in levels, C + M + Y + K: the largest whole sum within it."""
        return int(self.percent * (LEVELS - 1) / 100 + 1e-9)

    def content(self) -> dict[str, object]:
        """See `Step.content`."""
        return {"max_ink": self.percent, "a2b": self.press.digest}

    def reach(self) -> None:
        """Any colour."""

    def apply(self, colours: Packed, entries: Packed) -> Packed:
        """See `Step.apply`."""
        limited = entries.copy()
        for start in range(0, len(entries), CHUNK):
            part = slice(start, start + CHUNK)
            sums = samples(entries[part]).sum(axis=-1, dtype=np.int32)
            over = start + np.flatnonzero(sums > self.levels)
            if over.size:
                limited[over] = self._limited(colours[over], entries[over])
        return limited

    def _limited(self, colours: Packed, entries: Packed) -> Packed:
        inks = samples(entries).astype(np.float64)
        exact = _reduced(inks, np.float64(self.levels), self._shares_of(colours))
        return pack(_rounded(exact, self.levels))

    def _shares_of(self, colours: Packed) -> Doubles:
        """Trilinear between the lattice's nodes."""
        channels = samples(colours)[..., 2::-1] * ((LATTICE - 1) / (LEVELS - 1))
        cells = np.minimum(channels.astype(np.int64), LATTICE - 2)
        fractions = channels - cells
        shares = np.zeros(len(colours))
        for corner in np.ndindex(2, 2, 2):
            weights = np.where(corner, fractions, 1 - fractions).prod(axis=-1)
            shares += weights * self._lattice[tuple((cells + corner).T)]
        return shares

    @cached_property
    def _lattice(self) -> Doubles:
        """The best share at each node, `[33, 33, 33]`, axes B, G, R."""
        level: Packed = np.rint(np.linspace(0, LEVELS - 1, LATTICE)).astype(PACKED)
        entries = self.before(packed_cube(level).ravel())
        wanted = lab_of(entries, self.press)
        inks = samples(entries).astype(np.float64)
        limits = np.clip(inks.sum(axis=-1) - PROBE, 0, self.levels)
        distances = [
            delta_e(lab_of(pack(_to_levels(_reduced(inks, limits, share))), self.press), wanted)
            for share in SHARES
        ]
        best: Doubles = SHARES[np.argmin(distances, axis=0)]
        return best.reshape(LATTICE, LATTICE, LATTICE)


def _reduced(inks: Doubles, limits: Any, shares: Any) -> Doubles:
    """Inks float64 `[n, 4]` that take exactly their limit, unrounded."""
    values = {"limit": limits, "share": shares, "k": inks[:, 3], "cmy": inks[:, :3].sum(axis=-1)}
    values["k2"] = evaluate("k + share*(cmy + k - limit)", local_dict=values, global_dict={}).clip(
        0, np.minimum(limits, LEVELS - 1)
    )
    scale = evaluate("where(cmy > 0, (limit - k2) / cmy, 0)", local_dict=values, global_dict={})
    reduced: Doubles = np.column_stack([inks[:, :3] * scale.clip(0, 1)[:, None], values["k2"]])
    return reduced


def _rounded(inks: Doubles, limit: int) -> Bytes:
    """Rounded half up; what rounding added to the sum is taken from the inks that gained most."""
    levels = np.floor(inks + 0.5)
    for _ in range(2):
        over = levels.sum(axis=-1) > limit
        gained = np.argmax(levels - inks, axis=-1)
        levels[over, gained[over]] -= 1
    return levels.astype(np.uint8)


def _to_levels(inks: Doubles) -> Bytes:
    return np.floor(inks + 0.5).astype(np.uint8)
