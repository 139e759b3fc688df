"""The colours of inks, and of a source, on an sRGB screen."""

from typing import Final

import imagecodecs
import numpy as np

from lut.base.chunks import in_chunks
from lut.base.packing import Bytes, Packed, samples
from lut.colorimetry.lab import ABSOLUTE, NO_OPTIMISATION, RELATIVE
from lut.icc import source_profiles
from lut.icc.profiles import Profile

CHUNK: Final = 1 << 16
"""Colours that Little CMS is given at a time."""


def srgb_of_inks(entries: Packed, press: Profile, *, paper: bool = False) -> Bytes:
    """Return a proof's colours, uint8 `[n, 3]`, sRGB, through the press's A2B table.

    Little CMS computes each colour without a resampled grid, and without black point compensation,
    so that the proof's black is as weak as the print's.

    Args:
        entries: packed inks, uint32 `[n]`.
        press: the press's profile.
        paper: whether to show the paper's own colour (absolute colorimetric), or the screen's white
            (relative).
    """
    return _to_screen(samples(entries), press, "cmyk", absolute=paper)


def srgb_of_source(colours: Packed, source: Profile) -> Bytes:
    """Return a source's colours on the same screen, uint8 `[n, 3]`, relative colorimetric.

    Args:
        colours: packed, uint32 `[n]`.
        source: an RGB or grey profile.
    """
    if source.digest == source_profiles.named("srgb").digest:
        return np.ascontiguousarray(samples(colours)[..., :3])
    if source.space == "GRAY":
        return _to_screen(np.ascontiguousarray(samples(colours)[..., 0]), source, "gray")
    return _to_screen(np.ascontiguousarray(samples(colours)[..., :3]), source, "rgb")


def _to_screen(levels: Bytes, profile: Profile, space: str, *, absolute: bool = False) -> Bytes:
    screen = source_profiles.named("srgb").data
    shown = np.empty((len(levels), 3), np.uint8)

    def fill(part: slice) -> None:
        shown[part] = imagecodecs.cms_transform(
            levels[part][None],
            profile.data,
            screen,
            colorspace=space,
            outcolorspace="rgb",
            intent=ABSOLUTE if absolute else RELATIVE,
            flags=NO_OPTIMISATION,
        )[0]

    in_chunks(fill, len(levels), CHUNK)
    return shown
