"""One axis of a grid: the codes of its nodes, and each node's weight at every code.

Nodes are at the codes 0, 17 … 255 (255 / 15 = 17), so that every node is an exact code,
white is a node, and cell and fraction of a code are `divmod(code, 17)`.
"""

from typing import Final

import numpy as np

from lut.base.packing import LEVELS

NODES: Final = 16
STEP: Final = 17
"""Codes from one node to the next."""

CELL, FRACTION = np.divmod(np.arange(LEVELS), STEP)

WEIGHTS: Final = np.zeros((LEVELS, NODES))
"""Integers 0 … 17 as float64 `[256, 16]`: at most two in a row are not 0, and their sum is 17."""

WEIGHTS[np.arange(LEVELS), CELL] = STEP - FRACTION
WEIGHTS[np.arange(LEVELS - 1), CELL[:-1] + 1] = FRACTION[:-1]
WEIGHTS.flags.writeable = False
