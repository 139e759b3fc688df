"""From a strip of colours and inks to a strip of a view: uint8 `[h, w, 3]`, sRGB."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import numpy as np

from lut.base.packing import INKS, LEVELS, PACKED, Bytes, Packed, samples
from lut.colorimetry.screen import srgb_of_inks, srgb_of_source
from lut.icc.profiles import Profile
from lut.store.distance import PER_DELTA_E, Measure

MARK: Final = np.array([255, 0, 200], np.uint16)
"""Of what is out of gamut: no photograph's colour, and no ink's."""

OPACITY: Final = 70
PLATES: Final = "cmyk"


class Painter(Protocol):
    """One view."""

    def paint(self, colours: Packed, inks: Packed) -> Bytes:
        """A strip: uint32 `[h, w]` each to uint8 `[h, w, 3]`."""


@dataclass(frozen=True)
class Proof:
    """The print on a screen.

    Attributes:
        press: whose inks they are.
        paper: whether paper keeps its own white.
    """

    press: Profile
    paper: bool

    def paint(self, colours: Packed, inks: Packed) -> Bytes:  # noqa: ARG002 - see Painter
        """See `Painter`."""
        return _by_distinct(inks, partial(srgb_of_inks, press=self.press, paper=self.paper))


@dataclass(frozen=True)
class Gamut:
    """The proof with a mark on what is out of gamut.

    Attributes:
        proof: beneath.
        measure: of distances.
        threshold: ΔE2000.
    """

    proof: Proof
    measure: Measure
    threshold: float

    def paint(self, colours: Packed, inks: Packed) -> Bytes:
        """See `Painter`."""
        painted = self.proof.paint(colours, inks)
        outside = self.measure(colours, inks) > self.threshold * PER_DELTA_E
        veiled = painted[outside] * np.uint16(100 - OPACITY) + MARK * np.uint16(OPACITY)
        painted[outside] = (veiled + 50) // 100
        return painted


@dataclass(frozen=True)
class Plate:
    """One ink: black where it is full, or in its own colour.

    Attributes:
        ink: 0 … 3.
        ramp: of each level, uint8 `[256, 3]`.
    """

    ink: int
    ramp: Bytes

    def paint(self, colours: Packed, inks: Packed) -> Bytes:  # noqa: ARG002 - see Painter
        """See `Painter`."""
        return self.ramp[samples(inks)[..., self.ink]]


@dataclass(frozen=True)
class Samples:
    """All of a pixel: its colour in the file and in sRGB, C M Y, and K with the distance.

    Attributes:
        source: whose colours they are; None where they are inks.
        press: whose inks they are.
        measure: of distances; None where there is nothing to compare.
    """

    source: Profile | None
    press: Profile
    measure: Measure | None

    def paint(self, colours: Packed, inks: Packed) -> Bytes:
        """As `Painter`, but uint8 `[h, w, 4, 3]`: four pictures, to be stacked."""
        painted = np.zeros((*inks.shape, 4, 3), np.uint8)
        painted[..., 0, :] = samples(colours)[..., :3]
        painted[..., 1, :] = self._shown(colours, inks)
        painted[..., 2, :] = samples(inks)[..., :3]
        painted[..., 3, 0] = samples(inks)[..., 3]
        if self.measure:
            painted[..., 3, 1] = self.measure(colours, inks)
        return painted

    def _shown(self, colours: Packed, inks: Packed) -> Bytes:
        if self.source is None:
            return Proof(self.press, paper=False).paint(colours, inks)
        return _by_distinct(colours, partial(srgb_of_source, source=self.source))


def grey_ramp() -> Bytes:
    """Paper white to black."""
    return np.repeat(np.arange(LEVELS, dtype=np.uint8)[::-1, None], 3, axis=1)


def tint_ramp(ink: int, press: Profile) -> Bytes:
    """Each level of one ink as it prints, on a white screen."""
    levels = np.zeros((LEVELS, INKS), np.uint8)
    levels[:, ink] = np.arange(LEVELS)
    return srgb_of_inks(np.ascontiguousarray(levels).view(PACKED)[:, 0], press)


def _by_distinct(values: Packed, of: Callable[[Packed], Bytes]) -> Bytes:
    """What is computed of each value, computed once for each that differs: uint8 `[h, w, 3]`."""
    distinct, where = np.unique(values, return_inverse=True)
    return of(distinct)[where.reshape(values.shape)]
