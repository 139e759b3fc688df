"""The ink view: total area coverage as a heat map, with its legend."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from lut.base.packing import Bytes
from lut.colorimetry.total_ink import MOST, allowed, percent

RAMP: Final = ((255, 255, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107))
"""From bare paper to the limit: lightness tells, so that no eye needs to see the hue."""

ABOVE: Final = (255, 64, 0)
INSET: Final = 20
BAR: Final = 14
STEP: Final = 50
LEGEND: Final = 48
"""Pixels of height."""


def map_side(width: int, height: int, size: int) -> int:
    """Pixels of the picture along one of the map."""
    return -(-max(width, height) // size)


def painted(coverage: NDArray[np.int64], limit: float) -> Bytes:
    """A map of coverage, 0 … 1020: uint8 `[h, w, 3]`, and the legend below.

    Args:
        coverage: `[h, w]`.
        limit: percent; what is above stands out.
    """
    colours = _colours(limit)
    legend = _legend(colours, coverage.shape[1], limit)
    return np.concatenate([colours[coverage], legend])


def _colours(limit: float) -> Bytes:
    """Of each coverage, uint8 `[1021, 3]`."""
    levels = np.arange(MOST + 1)
    share = levels / max(allowed(limit), 1)
    stops = np.linspace(0, 1, len(RAMP))
    ramp = np.stack([np.interp(share, stops, channel) for channel in np.transpose(RAMP)], axis=-1)
    ramp[levels > allowed(limit)] = ABOVE
    colours: Bytes = np.rint(ramp).astype(np.uint8)
    return colours


def _legend(colours: Bytes, width: int, limit: float) -> Bytes:
    legend = np.full((LEGEND, width, 3), 255, np.uint8)
    span = width - 2 * INSET
    if span < LEGEND:
        return legend
    shown = np.linspace(0, MOST, span).round().astype(int)
    legend[INSET : INSET + BAR, INSET : INSET + span] = colours[shown]
    picture = Image.fromarray(legend)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=11)
    top = INSET + BAR + 4
    for mark in _marks(limit, span):
        x = INSET + round(mark * span / percent(MOST))
        draw.line((x, INSET - 4, x, INSET + BAR), fill=(0, 0, 0))
        draw.text((x, top), f"{mark:g}%", fill=(0, 0, 0), font=font, anchor="mt")
    return np.asarray(picture)


def _marks(limit: float, span: int) -> list[float]:
    """The limit, and round figures that are not too near to it or to each other."""
    room = 40 * percent(MOST) / span
    step = STEP * max(1, -(-room // STEP))
    rounds = np.arange(0, percent(MOST) + 1, step)
    return [limit, *(mark for mark in rounds.tolist() if abs(mark - limit) > room)]
