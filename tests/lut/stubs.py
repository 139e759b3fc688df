"""Bases of separations that cost nothing, for tests of what a store does with any."""

from pathlib import Path
from typing import Literal

import numpy as np

from lut.base.packing import Packed


class Stub:
    """A base whose entries cost nothing; it counts how often all of them are made."""

    precision: Literal["exact"] = "exact"
    worth_a_table = 100

    def __init__(self, digest: str) -> None:
        self.digest = digest
        self.made = 0

    def of(self, colours: Packed) -> Packed:
        return np.full(colours.shape, 0x01020304, np.uint32)

    def every(self) -> Packed:
        self.made += 1
        return np.full(2**24, 0x01020304, np.uint32)


def names(cache: Path) -> set[str]:
    return {path.name for path in cache.iterdir()}
