"""Colours and inks as single integers, in the byte order of the files they come from.

An RGB colour is `R | G<<8 | B<<16`: an RGBX pixel read as a little-endian uint32, masked.
Four inks are `C | M<<8 | Y<<16 | K<<24`: a CMYK pixel of a TIFF, read the same way.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lut.base.errors import BufferMismatch

LEVELS: Final = 256
INKS: Final = 4
COLOURS: Final = LEVELS**3
COLOUR_MASK: Final = COLOURS - 1
PACKED: Final = np.dtype("<u4")

Bytes: TypeAlias = NDArray[np.uint8]
Packed: TypeAlias = NDArray[np.uint32]


def colours(start: int = 0, stop: int = COLOURS) -> Packed:
    """Return the packed colours `start … stop - 1`, uint32 `[stop - start]`."""
    return np.arange(start, stop, dtype=PACKED)


def packed_cube(levels: Packed) -> Packed:
    """Return every colour whose channels are among `levels`, uint32 `[n, n, n]`, axes B, G, R."""
    green, blue = levels[:, None], levels[:, None, None]
    return np.asarray(blue << 16 | green << 8 | levels, PACKED)


def samples(packed: Packed) -> Bytes:
    """Return the four bytes of each packed value, uint8 `[..., 4]`, without a copy.

    Raises:
        BufferMismatch: `packed` is not C-contiguous uint32.
    """
    if packed.dtype != PACKED or not packed.flags.c_contiguous:
        raise BufferMismatch(
            f"packed colours must be C-contiguous uint32, got {packed.dtype} "
            f"with strides {packed.strides}"
        )
    return packed[..., None].view(np.uint8)


def pack(levels: Bytes) -> Packed:
    """Return what `samples` takes, from what it returns: uint8 `[..., 4]` to uint32 `[...]`."""
    if levels.dtype != np.uint8 or levels.shape[-1:] != (INKS,):
        raise BufferMismatch(
            f"samples must be uint8 [..., {INKS}], got {levels.dtype} {list(levels.shape)}"
        )
    whole = levels if levels.strides[-1] == 1 else np.ascontiguousarray(levels)
    # NumPy reorders four-byte pixels many times faster than the same bytes one by one.
    return np.asarray(whole.view(PACKED)[..., 0], order="C")


def cube(entries: Packed) -> Bytes:
    """Return a whole table as uint8 `[256, 256, 256, 4]`, axes B, G, R, ink, without a copy.

    Raises:
        BufferMismatch: not uint32 `[2**24]`.
    """
    if entries.shape != (COLOURS,):
        raise BufferMismatch(f"a table must be [{COLOURS}], got {list(entries.shape)}")
    return samples(entries).reshape(LEVELS, LEVELS, LEVELS, INKS)
