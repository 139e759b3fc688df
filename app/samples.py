"""From a decoder's samples to RGBX: depth, grey and alpha.

One formula serves every depth. With `white` the largest sample value, a colour `c` under
coverage `a` on white paper is `(c·a + white·(white − a)) / white²` of full scale, rounded
half up to 255 levels in exact integers.
"""

from typing import Any, Final

import numpy as np
from numexpr.necompiler import evaluate
from numpy.typing import NDArray

from lut.packing import Bytes

_OPAQUE: Final = "(510*c + white) / (2*white)"
_ON_PAPER: Final = "(510*(c*a + white*(white - a)) + white*white) / (2*white*white)"


def to_rgbx(samples: NDArray[Any], white: int) -> Bytes:
    """Eight-bit RGBX of one strip.

    Args:
        samples: uint8 or uint16 `[h, w, n]`: grey, grey + alpha, RGB or RGBA; alpha is not
            premultiplied.
        white: the largest sample value.

    Returns:
        uint8 `[h, w, 4]`, C-contiguous, the fourth byte 255.
    """
    height, width, bands = samples.shape
    rgbx = np.full((height, width, 4), 255, np.uint8)
    colours = 3 if bands >= 3 else 1
    rgbx[..., :3] = _levels(samples.astype(np.int64), colours, white)
    return rgbx


def _levels(samples: NDArray[np.int64], colours: int, white: int) -> NDArray[np.int64]:
    """Integers throughout, and none negative: numexpr's division then rounds down."""
    values: dict[str, Any] = {"c": samples[..., :colours], "white": np.int64(white)}
    if samples.shape[-1] > colours:
        values["a"] = samples[..., colours:]
    expression = _ON_PAPER if "a" in values else _OPAQUE
    levels: NDArray[np.int64] = evaluate(
        expression, local_dict=values, global_dict={}, truediv=False
    )
    return levels
