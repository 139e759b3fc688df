"""The least-squares grid of a whole table.

The equations `(W ⊗ W ⊗ W) · grid = table` have 2²⁴ rows; but the pseudo-inverse of a
Kronecker product is the product of the pseudo-inverses (Van Loan, "The ubiquitous Kronecker
product", 2000), so that three products with a 16 × 256 matrix solve them.

The white node must equal the table's white: paper takes no ink, even where ink on it would make the
rest of the table fit better. That one equality constraint moves the free
optimum along that node's column of the covariance `(AᵀA)⁻¹` (Boyd & Vandenberghe, "Introduction to
Applied Linear Algebra", 2018, §16.2), itself a product over the axes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lut.base.packing import INKS, LEVELS
from lut.grid.axis import NODES, STEP, WEIGHTS

Doubles = NDArray[np.float64]

_AXIS = WEIGHTS / STEP
_SOLVE = np.linalg.pinv(_AXIS)
_WHITE_COLUMN = np.linalg.inv(_AXIS.T @ _AXIS)[:, -1]


def least_squares(levels: NDArray[Any]) -> Doubles:
    """Return the fitted nodes, float64 `[16, 16, 16, 4]` in 8-bit levels, white exact.

    Args:
        levels: the table, uint8 `[256, 256, 256, 4]`, axes B, G, R, ink.
    """
    nodes = _along_red(_along_green(_along_blue(levels)))
    towards_white = np.einsum("b,g,r->bgr", _WHITE_COLUMN, _WHITE_COLUMN, _WHITE_COLUMN)
    towards_white /= towards_white[-1, -1, -1]
    miss = levels[-1, -1, -1] - nodes[-1, -1, -1]
    pinned: Doubles = nodes + towards_white[..., None] * miss
    return pinned


def _along_blue(levels: NDArray[Any]) -> Doubles:
    solved = np.empty((NODES, LEVELS, LEVELS, INKS))
    for green in range(LEVELS):
        column = levels[:, green].reshape(LEVELS, -1).astype(np.float64)
        solved[:, green] = (_SOLVE @ column).reshape(NODES, LEVELS, INKS)
    return solved


def _along_green(levels: Doubles) -> Doubles:
    return (_SOLVE @ levels.reshape(NODES, LEVELS, -1)).reshape(NODES, NODES, LEVELS, INKS)


def _along_red(levels: Doubles) -> Doubles:
    return _SOLVE @ levels
