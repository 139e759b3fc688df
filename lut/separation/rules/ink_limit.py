"""`InkLimit`: total area coverage never above a limit, and the colour as near as it can be.

An entry that takes `excess` levels too many keeps its K, gets `share · excess` more of it, and the
rule scales its C, M and Y to what is left. A share of 0 is proportional scaling. On a lattice of
33³ colours the rule looks for the best share: the one whose colour, through the press's own A2B
table, is nearest (CIEDE2000) to the colour of the unlimited entry. Between the lattice's nodes it
interpolates, so that neighbours get similar shares; the excess is 0 where the limit begins, so that
the correction has no jump there either.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numexpr.necompiler import evaluate
from numpy.typing import NDArray

from lut.base.locks import KeyedLocks
from lut.base.packing import LEVELS, PACKED, Bytes, Packed, pack, packed_cube, samples
from lut.colorimetry.lab import delta_e, lab_of
from lut.icc.profiles import Profile
from lut.separation.rules.rule import Beneath

LEAST: Final = 150
"""Percent: the lowest limit that a recipe may ask for."""

MOST: Final = 400
"""Percent: four full inks."""

LATTICE: Final = 33
"""Nodes along each of R, G and B."""

SHARES: Final = np.arange(0, 1.51, 0.125)
PROBE: Final = 10
"""Levels of excess at which the best share is looked for where a colour has less, or none."""

CHUNK: Final = 1 << 18
"""Colours at a time, to bound the memory of the intermediate float64 arrays."""

REMEMBERED: Final = 32
"""Lattices that are kept, of 281 KiB each; beyond that those used longest ago are forgotten."""

Doubles = NDArray[np.float64]

_remembered: Final[OrderedDict[tuple[str, str, int], Doubles]] = OrderedDict()
"""Lattices by the digests of what they are computed from, which hold no profile in memory."""

_remembering: Final = threading.Lock()
_evaluating: Final = KeyedLocks()
"""Held while a lattice is evaluated: a second thread waits for the same one, and for no other. What
is beneath may be a client's profile, on which Little CMS takes as long as it likes."""


@dataclass(frozen=True)
class InkLimit:
    """A rule: no entry takes more than `percent`, after rounding.

    Attributes:
        percent: 150 … 400.
        press: the profile whose A2B table gives the colour of inks.
        beneath: the separation that is limited.
    """

    percent: float
    press: Profile = field(repr=False)
    beneath: Beneath = field(repr=False)

    @property
    def levels(self) -> int:
        """Return the limit in levels, C + M + Y + K: the largest whole sum within it."""
        return int(self.percent * (LEVELS - 1) / 100 + 1e-9)

    def content(self) -> dict[str, object]:
        """Return what `Rule.content` asks for."""
        return {"max_ink": self.percent, "a2b": self.press.digest}

    def reach(self) -> None:
        """Return None: any colour may be above the limit."""

    def apply(self, colours: Packed, entries: Packed) -> Packed:
        """Return the entries with those above the limit brought below it; see `Rule.apply`."""
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
        """Return each colour's share, trilinear between the lattice's nodes."""
        channels = samples(colours)[..., 2::-1] * ((LATTICE - 1) / (LEVELS - 1))
        cells = np.minimum(channels.astype(np.int64), LATTICE - 2)
        fractions = channels - cells
        lattice, shares = self._lattice(), np.zeros(len(colours))
        for corner in np.ndindex(2, 2, 2):
            weights = np.where(corner, fractions, 1 - fractions).prod(axis=-1)
            shares += weights * lattice[tuple((cells + corner).T)]
        return shares

    # No cached_property: up to Python 3.11 that holds one lock for all ink limits.
    def _lattice(self) -> Doubles:
        """Return the best share at each node, `[33, 33, 33]`, axes B, G, R."""
        key = (self.press.digest, self.beneath.digest, self.levels)
        with _evaluating.of(key):
            with _remembering:
                lattice = _remembered.get(key)
            if lattice is None:
                lattice = self._best_shares()
            with _remembering:
                _remembered[key] = lattice
                _remembered.move_to_end(key)
                while len(_remembered) > REMEMBERED:
                    _remembered.popitem(last=False)
        return lattice

    def _best_shares(self) -> Doubles:
        level: Packed = np.rint(np.linspace(0, LEVELS - 1, LATTICE)).astype(PACKED)
        entries = self.beneath.of(packed_cube(level).ravel())
        unlimited = lab_of(entries, self.press)
        inks = samples(entries).astype(np.float64)
        limits = np.clip(inks.sum(axis=-1) - PROBE, 0, self.levels)
        distances = [
            delta_e(lab_of(pack(_to_levels(_reduced(inks, limits, share))), self.press), unlimited)
            for share in SHARES
        ]
        best: Doubles = SHARES[np.argmin(distances, axis=0)]
        return best.reshape(LATTICE, LATTICE, LATTICE)


def _reduced(inks: Doubles, limits: Any, shares: Any) -> Doubles:
    """Return inks, float64 `[n, 4]`, that take exactly their limit, not yet rounded."""
    values = {"limit": limits, "share": shares, "k": inks[:, 3], "cmy": inks[:, :3].sum(axis=-1)}
    values["k2"] = evaluate("k + share*(cmy + k - limit)", local_dict=values, global_dict={}).clip(
        0, np.minimum(limits, LEVELS - 1)
    )
    scale = evaluate("where(cmy > 0, (limit - k2) / cmy, 0)", local_dict=values, global_dict={})
    reduced: Doubles = np.column_stack([inks[:, :3] * scale.clip(0, 1)[:, None], values["k2"]])
    return reduced


def _rounded(inks: Doubles, limit: int) -> Bytes:
    """Return levels, rounded half up, with a sum within the limit.

    Rounding four inks adds at most two levels to a sum; those are taken from the inks that gained
    most.
    """
    levels = np.floor(inks + 0.5)
    for _ in range(2):
        over = levels.sum(axis=-1) > limit
        gained = np.argmax(levels - inks, axis=-1)
        levels[over, gained[over]] -= 1
    return levels.astype(np.uint8)


def _to_levels(inks: Doubles) -> Bytes:
    return np.floor(inks + 0.5).astype(np.uint8)
