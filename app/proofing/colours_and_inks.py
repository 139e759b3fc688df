"""A picture's colours and their inks, strip by strip, for reports and views."""

from collections.abc import Generator
from contextlib import closing

import numpy as np

from app.capacity.spool import spool_file
from app.convert.engine import Admitted
from lut.base.packing import COLOUR_MASK, INKS, PACKED, Bytes, Packed


def colours_and_inks(admitted: Admitted) -> Generator[tuple[Packed, Packed]]:
    """Yield each strip's packed colours and packed inks, uint32 `[h, w]` each.

    The next strip overwrites the inks, which are in one reused buffer. A picture that is CMYK
    already has its inks as both.

    Raises:
        ImageBroken: the file is damaged.
        whatever the submission's check raises.
    """
    timings, is_separated = admitted.timings, admitted.plan.recipe is not None
    inks = np.empty((0, 0, INKS), np.uint8)
    with closing(timings.each("decode", _strips(admitted))) as strips:
        for strip in strips:
            admitted.check()
            if inks.shape != strip.shape:
                inks = np.empty(strip.shape, np.uint8)
            with timings.timed("convert"):
                admitted.plan.converter.convert(strip, inks)
                colours = strip.view(PACKED)[..., 0]
                masked = colours & np.uint32(COLOUR_MASK) if is_separated else colours
            yield masked, inks.view(PACKED)[..., 0]


def _strips(admitted: Admitted) -> Generator[Bytes]:
    with spool_file(admitted.spool) as spool:
        yield from admitted.picture.strips(spool)
