"""`PureBlack`, `NeutralBlack`: black, or all greys, on K alone, blended into what is around them.

A rule that changed black alone, or the greys alone, and not the colours beside them would make
photographs speckle, and the edges of text in a JPEG fringe. So K-only gives way to the separation
over a radius, in equal steps: with a radius of n levels the blend moves no ink by more than
`255 / (n + 1)` from one level to the next.
"""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numexpr.necompiler import evaluate
from numpy.typing import NDArray

from lut.base import packing
from lut.base.packing import INKS, LEVELS, PACKED, Bytes, Packed, pack, packed_cube, samples
from lut.colorimetry.lab import lab_of
from lut.icc.profiles import Profile

LARGEST_RADIUS: Final = 64
"""Levels: the widest blend that a recipe may ask for."""

SOLID: Final = LEVELS - 1
KNEE: Final = 50.0
"""L* below which the greys are compressed towards what K can reach."""

Levels = NDArray[np.int64]

_BLEND: Final = "(2*(k*(n - d) + ink*d) + n) / (2*n)"


@dataclass(frozen=True)
class PureBlack:
    """A rule: RGB 0/0/0 is K 100 % alone.

    Attributes:
        radius: levels over which K-only gives way, counted along the largest of R, G, B.
    """

    radius: int = 0

    def content(self) -> dict[str, object]:
        """Return what `Rule.content` asks for."""
        return {"black": "pure", "radius": self.radius}

    def reach(self) -> Packed:
        """Return the cube of colours around black."""
        return packed_cube(packing.colours(0, self.radius + 1)).ravel()

    def apply(self, colours: Packed, entries: Packed) -> Packed:
        """Return the entries blended with K-only; see `Rule.apply`."""
        distance = _channels(colours).max(axis=-1)
        return _blended(np.full(colours.shape, SOLID), distance, self.radius, entries)


@dataclass(frozen=True)
class NeutralBlack:
    """A rule: every R = G = B is K alone, as light as the profile's own grey.

    Attributes:
        curve: K of each grey, 256 levels, falling.
        radius: levels over which K-only gives way, counted as the largest of R, G, B less the
            smallest; within it, a colour's K-only is that of the grey of its luma.
    """

    curve: tuple[int, ...]
    radius: int = 0

    @classmethod
    def following(cls, greys: Packed, press: Profile, radius: int) -> Self:
        """Return the rule whose L* follows a separation's own greys.

        K alone is not as dark as four inks. So this compresses the greys below L* 50, smoothly and
        in order, until black is K 100 %.

        Args:
            greys: the separation's entries of the 256 greys, dark to light.
            press: the profile whose A2B table gives the lightness of inks.
            radius: see the class.
        """
        ramp = np.zeros((LEVELS, INKS), np.uint8)
        ramp[:, -1] = np.arange(LEVELS)
        of_k = lab_of(pack(ramp), press)[:, 0]
        lightness = _compressed(lab_of(greys, press)[:, 0], darkest=of_k[-1])
        k = np.rint(np.interp(-lightness, -of_k, np.arange(LEVELS)))
        return cls(tuple(int(level) for level in np.minimum.accumulate(k)), radius)

    def content(self) -> dict[str, object]:
        """Return what `Rule.content` asks for."""
        return {"black": "neutral", "radius": self.radius, "curve": self.curve}

    def reach(self) -> Packed:
        """Return the colours around the axis of greys."""
        near = packed_cube(packing.colours(0, self.radius + 1)).ravel()
        near = near[_channels(near).min(axis=-1) == 0]
        brightest = _channels(near).max(axis=-1)
        greys = np.arange(LEVELS)[:, None]
        shifted = near + (greys * 0x010101).astype(PACKED)
        inside: Packed = shifted[greys + brightest < LEVELS]
        return inside

    def apply(self, colours: Packed, entries: Packed) -> Packed:
        """Return the entries blended with K-only; see `Rule.apply`."""
        channels = _channels(colours)
        distance = channels.max(axis=-1) - channels.min(axis=-1)
        k = np.array(self.curve)[_luma(channels)]
        return _blended(k, distance, self.radius, entries)


def _compressed(lightness: NDArray[Any], darkest: float) -> NDArray[Any]:
    """Return L*: above the knee as it is, below on a parabola that meets it in value and slope."""
    black = lightness[0]
    depth = np.clip((KNEE - lightness) / (KNEE - black), 0, 1)
    compressed: NDArray[Any] = lightness + (darkest - black) * depth**2
    return compressed


def _blended(k: NDArray[Any], distance: Levels, radius: int, entries: Packed) -> Packed:
    """Return K-only at distance 0, the entries beyond the radius, rounded half up in between."""
    blended = np.empty((*entries.shape, INKS), np.uint8)
    k_only = np.zeros(blended.shape, np.int64)
    k_only[..., -1] = k
    values = {
        "n": np.int64(radius + 1),
        "d": np.minimum(distance, radius + 1)[..., None],
        "ink": samples(np.ascontiguousarray(entries)).astype(np.int64),
        "k": k_only,
    }
    blended[...] = evaluate(_BLEND, local_dict=values, global_dict={}, truediv=False)
    return pack(blended)


def _channels(colours: Packed) -> Levels:
    bytes_: Bytes = samples(np.ascontiguousarray(colours))
    return bytes_[..., :3].astype(np.int64)


def _luma(channels: Levels) -> Levels:
    """Return BT.709 luma, with ITU-R BT.709's weights in 1/256: a grey's luma is its own level."""
    luma: Levels = (channels @ np.array([54, 183, 19]) + 128) >> 8
    return luma
