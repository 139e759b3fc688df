"""A rule on a whole table, and how far neighbours are apart in it."""

from hashlib import sha256

import numpy as np

from lut.base.packing import Packed, colours, cube
from lut.separation.rules.rule import Rule

PARTS = 32


class Known:
    """What a rule is applied to: entries that are there already. Counts what is asked of it."""

    def __init__(self, entries: Packed) -> None:
        self._entries = entries
        self.digest = sha256(entries.data).hexdigest()
        self.asked = 0

    def of(self, colours: Packed) -> Packed:
        self.asked += 1
        return self._entries[colours]


def everywhere(rule: Rule, entries: Packed) -> Packed:
    """Return every colour through a rule, whatever it says of its reach."""
    parts = np.array_split(colours(), PARTS)
    return np.concatenate([rule.apply(part, entries[part]) for part in parts])


def within_reach(rule: Rule, entries: Packed) -> Packed:
    """Return entries as the store changes a table: only the colours within the rule's reach."""
    reach = rule.reach()
    edited = entries.copy()
    assert reach is not None
    edited[reach] = rule.apply(reach, entries[reach])
    return edited


def steepest(entries: Packed) -> int:
    """Return the most levels that any ink moves when one channel moves by one."""
    levels = cube(entries).astype(np.int16)
    return max(int(np.abs(np.diff(levels, axis=axis)).max()) for axis in range(3))


def greys(entries: Packed) -> Packed:
    """Return the entries of R = G = B, dark to light."""
    return entries[np.arange(256) * 0x010101]
