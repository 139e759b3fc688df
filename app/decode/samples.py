"""From a decoder's samples to bytes: depth, grey and alpha.

One formula serves every depth. With `white` the largest sample value, a colour `c` under
coverage `a` on a paper of level `p` is `(255·c·a + p·white·(white − a)) / white²`, rounded half
up to 255 levels in exact integers.
"""

from typing import Any, Final

import numpy as np
from numexpr.necompiler import evaluate
from numpy.typing import NDArray

from lut.base.packing import INKS, Bytes

Paper = tuple[int, int, int]
"""R, G, B."""
WHITE: Final = {"uchar": 0xFF, "ushort": 0xFFFF}
"""The largest sample, by libvips' name of the samples' type."""

_DEEP: Final = "(510*c + white) / (2*white)"
_ON_PAPER: Final = "(510*c*a + 2*p*white*(white - a) + white*white) / (2*white*white)"


def to_rgbx(samples: NDArray[Any], white: int, paper: Paper | None) -> Bytes:
    """Convert one strip to eight-bit RGB and a fourth byte.

    Args:
        samples: uint8 or uint16 `[h, w, n]`: grey, grey + alpha, RGB or RGBA; alpha is not
            premultiplied.
        white: the largest sample value.
        paper: R, G, B that alpha is flattened on; None keeps it as the fourth byte.

    Returns:
        uint8 `[h, w, 4]`, C-contiguous; the fourth byte is 255 where alpha is not kept.
    """
    bands = samples.shape[-1]
    colours = samples[..., : 3 if bands >= 3 else 1]
    alpha = samples[..., -1:] if bands in (2, 4) else None
    rgbx = np.full((*samples.shape[:2], 4), 255, np.uint8)
    if alpha is None or paper is None:
        rgbx[..., :3] = to_levels(colours, white)
    else:
        rgbx[..., :3] = _evaluated(_ON_PAPER, white, c=colours, a=alpha, p=np.array(paper))
    if alpha is not None and paper is None:
        rgbx[..., 3:] = to_levels(alpha, white)
    return rgbx


def to_levels(samples: NDArray[Any], white: int) -> Bytes:
    """Convert samples of any depth to eight bits; the shape stays."""
    if white == np.iinfo(np.uint8).max:
        return samples.astype(np.uint8, copy=False)
    return _evaluated(_DEEP, white, c=samples).astype(np.uint8)


def inks_of(samples: NDArray[Any], white: int) -> Bytes:
    """Convert one strip of a CMYK picture to eight bits: uint8 `[h, w, 4]`, C-contiguous."""
    return np.ascontiguousarray(to_levels(samples[..., :INKS], white))


def _evaluated(expression: str, white: int, **samples: NDArray[Any]) -> NDArray[Any]:
    """Evaluate in integers, none of them negative: numexpr's division then rounds down."""
    values: dict[str, Any] = {name: array.astype(np.int64) for name, array in samples.items()}
    values["white"] = np.int64(white)
    levels: NDArray[Any] = evaluate(expression, local_dict=values, global_dict={}, truediv=False)
    return levels
