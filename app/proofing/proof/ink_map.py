"""The ink view: total area coverage as a heat map, with its legend."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from lut.base.packing import Bytes
from lut.colorimetry.total_ink import MOST, allowed, percent

RAMP: Final = ((255, 255, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107))
"""sRGB from bare paper to the limit. Lightness alone says how much, so that hue does not matter."""

ABOVE: Final = (255, 64, 0)
"""sRGB of what is above the limit."""

INSET: Final = 20
"""Pixels above the legend's bar, and at both its ends."""

BAR: Final = 14
"""Pixels of the bar's height."""

LEGEND: Final = 48
"""Pixels of the legend's height. A map that is less wide than this and two insets has it blank."""

STEP: Final = 50
"""Percent between the legend's marks; multiples of it where the marks would touch."""

MARK: Final = 40
"""Pixels from mark to mark at least; the figure of the longest, `317.6%`, is narrower."""


def tile_side(width: int, height: int, size: int) -> int:
    """Return the side of the tile, in the picture's pixels, that is one pixel of the map."""
    return -(-max(width, height) // size)


def paint(coverage: NDArray[np.int64], limit: float) -> Bytes:
    """Return the map of a coverage with the legend below: uint8 `[h + LEGEND, w, 3]`, sRGB.

    Args:
        coverage: `[h, w]`, 0 … 1020.
        limit: percent; what is above has the colour `ABOVE`.
    """
    colours = _colours(limit)
    legend = _legend(colours, coverage.shape[1], limit)
    return np.concatenate([colours[coverage], legend])


def _colours(limit: float) -> Bytes:
    """Return the colour of each coverage, uint8 `[1021, 3]`."""
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
    """Return the limit, and the multiples of `STEP` that have room beside it and each other."""
    room = MARK * percent(MOST) / span
    step = STEP * max(1, -(-room // STEP))
    rounds = np.arange(0, percent(MOST) + 1, step)
    return [limit, *(mark for mark in rounds.tolist() if abs(mark - limit) > room)]
