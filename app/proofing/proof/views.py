"""Painters: each turns a strip of colours and inks into a strip of its view, in sRGB."""

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
"""sRGB of the mark on what is out of gamut: hardly a photograph's colour, and no ink's."""

OPACITY: Final = 70
"""Percent of the mark; the rest is the proof, so that the motif stays visible."""

PLATES: Final = "cmyk"
"""The views of one ink, in the order of the inks."""


class Painter(Protocol):
    """A view that is painted strip by strip."""

    def paint(self, colours: Packed, inks: Packed) -> Bytes:
        """Return a strip of the view, uint8 `[h, w, 3]`, from uint32 `[h, w]` each."""


@dataclass(frozen=True)
class SoftProof:
    """The print on a screen.

    Attributes:
        press: the profile of the inks.
        paper: whether the paper keeps its own white.
    """

    press: Profile
    paper: bool

    def paint(self, colours: Packed, inks: Packed) -> Bytes:  # noqa: ARG002 - see Painter
        """Return the strip as it prints; see `Painter`."""
        return _by_distinct(inks, partial(srgb_of_inks, press=self.press, paper=self.paper))


@dataclass(frozen=True)
class Gamut:
    """The proof with a mark on what is out of gamut.

    Attributes:
        proof: beneath the mark.
        measure: returns distances.
        threshold: ΔE2000; a colour that is farther off is marked.
    """

    proof: SoftProof
    measure: Measure
    threshold: float

    def paint(self, colours: Packed, inks: Packed) -> Bytes:
        """Return the strip as it prints, with the mark; see `Painter`."""
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
        ramp: the colour of each level, uint8 `[256, 3]`.
    """

    ink: int
    ramp: Bytes

    def paint(self, colours: Packed, inks: Packed) -> Bytes:  # noqa: ARG002 - see Painter
        """Return the strip of one ink; see `Painter`."""
        return self.ramp[samples(inks)[..., self.ink]]


@dataclass(frozen=True)
class Samples:
    """The figures of each pixel: its colour in the file and in sRGB, C M Y, K with the distance.

    Attributes:
        source: the profile of the colours; None where they are inks.
        press: the profile of the inks.
        measure: returns distances; None where there is nothing to compare.
    """

    source: Profile | None
    press: Profile
    measure: Measure | None

    def paint(self, colours: Packed, inks: Packed) -> Bytes:
        """Return uint8 `[h, w, 4, 3]`: four pictures, which `prove` stacks; see `Painter`."""
        painted = np.zeros((*inks.shape, 4, 3), np.uint8)
        painted[..., 0, :] = samples(colours)[..., :3]
        painted[..., 1, :] = self._on_screen(colours, inks)
        painted[..., 2, :] = samples(inks)[..., :3]
        painted[..., 3, 0] = samples(inks)[..., 3]
        if self.measure:
            painted[..., 3, 1] = self.measure(colours, inks)
        return painted

    def _on_screen(self, colours: Packed, inks: Packed) -> Bytes:
        if self.source is None:
            return SoftProof(self.press, paper=False).paint(colours, inks)
        return _by_distinct(colours, partial(srgb_of_source, source=self.source))


def grey_ramp() -> Bytes:
    """Return the ramp of a plate without a tint: white paper to black, uint8 `[256, 3]`."""
    return np.repeat(np.arange(LEVELS, dtype=np.uint8)[::-1, None], 3, axis=1)


def tint_ramp(ink: int, press: Profile) -> Bytes:
    """Return each level of one ink as it prints, on a white screen: uint8 `[256, 3]`."""
    levels = np.zeros((LEVELS, INKS), np.uint8)
    levels[:, ink] = np.arange(LEVELS)
    return srgb_of_inks(np.ascontiguousarray(levels).view(PACKED)[:, 0], press)


def _by_distinct(values: Packed, of: Callable[[Packed], Bytes]) -> Bytes:
    """Return `of` each value, uint8 `[h, w, 3]`; each distinct value is computed once."""
    distinct, where = np.unique(values, return_inverse=True)
    return of(distinct)[where.reshape(values.shape)]
