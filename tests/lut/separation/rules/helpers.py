"""A step on a whole table, and how far neighbours are apart in it."""

import numpy as np

from lut.base.packing import Packed, colours, cube
from lut.separation.rules.rule import Step

PARTS = 32


def everywhere(step: Step, entries: Packed) -> Packed:
    """Every colour through a step, its reach not believed."""
    parts = np.array_split(colours(), PARTS)
    return np.concatenate([step.apply(part, entries[part]) for part in parts])


def within_reach(step: Step, entries: Packed) -> Packed:
    """As a table is edited: only the colours that a step says it may change."""
    reach = step.reach()
    edited = entries.copy()
    assert reach is not None
    edited[reach] = step.apply(reach, entries[reach])
    return edited


def steepest(entries: Packed) -> int:
    """The most levels that any ink moves when one channel moves by one."""
    levels = cube(entries).astype(np.int16)
    return max(int(np.abs(np.diff(levels, axis=axis)).max()) for axis in range(3))


def greys(entries: Packed) -> Packed:
    """The entries of R = G = B, dark to light."""
    return entries[np.arange(256) * 0x010101]
