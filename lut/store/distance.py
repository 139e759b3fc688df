"""How far a colour's print is from what was meant: ΔE2000, one byte for each of 2²⁴ colours.

What is meant is the source's colour as the intent takes it: relative to the paper, or absolute; and
with black point compensation (ISO 18619) the source's black is the press's, so that a shadow is not
called out of gamut because no ink is as dark as no light.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

import imagecodecs
import numpy as np
from numexpr.necompiler import evaluate

from lut.base.chunks import in_chunks
from lut.base.packing import COLOURS, LEVELS, PACKED, Bytes, Packed, colours, samples
from lut.colorimetry.lab import LAB, NO_OPTIMISATION, RELATIVE, Lab, delta_e, lab_of
from lut.icc.profiles import Profile
from lut.separation.separation import Separation, beneath_rules
from lut.tables.table import Table

ALGORITHM: Final = 1
PER_DELTA_E: Final = 5
"""Levels of a byte for one ΔE2000."""

FARTHEST: Final = (LEVELS - 1) / PER_DELTA_E
"""What the last level means: so far, or farther."""

CHUNK: Final = 1 << 17

Measure = Callable[[Packed, Packed], Bytes]
"""Distances of a strip's colours, given these and their inks, of any shape."""


@dataclass(frozen=True)
class Distance:
    """A function of 2²⁴ colours and their inks.

    Attributes:
        separation: what makes the inks.
        source, press: whose colours are compared.
        absolute: whether the paper counts.
        bpc: whether the black point is compensated.
    """

    separation: Separation
    source: Profile
    press: Profile
    absolute: bool
    bpc: bool

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that decides the distances."""
        told = {
            "algorithm": ALGORITHM,
            "separation": self.separation.digest,
            "source": self.source.digest,
            "press": self.press.digest,
            "absolute": self.absolute,
            "bpc": self.bpc,
        }
        return sha256(json.dumps({"distance": told}, sort_keys=True).encode()).hexdigest()

    def of(self, wanted: Packed, entries: Packed) -> Bytes:
        """Of some colours: fifths of ΔE2000, uint8 `[n]`; 255 is 51 or more.

        Args:
            wanted: packed colours, uint32 `[n]`.
            entries: the separation's inks of each.
        """
        wanted, entries = np.ascontiguousarray(wanted), np.ascontiguousarray(entries)
        found = np.empty(wanted.size, np.uint8)

        def fill(part: slice) -> None:
            printed = lab_of(entries[part], self.press, absolute=self.absolute, threads=1)
            apart = delta_e(self._meant(wanted[part]), printed)
            found[part] = np.rint(np.minimum(apart * PER_DELTA_E, LEVELS - 1))

        in_chunks(fill, wanted.size, CHUNK)
        return found

    def of_strip(self, wanted: Packed, entries: Packed) -> Bytes:
        """As `of`, of any shape, each colour computed but once."""
        distinct, first, where = np.unique(wanted, return_index=True, return_inverse=True)
        return self.of(distinct, entries.reshape(-1)[first])[where.reshape(wanted.shape)]

    def every(self, entries: Packed) -> Bytes:
        """Of all colours: uint8 `[2**24]`."""
        return self.of(colours(0, COLOURS), entries)

    def _meant(self, wanted: Packed) -> Lab:
        lab = source_lab(wanted, self.source)
        return _compensated(lab, *self._blacks) if self.bpc else lab

    @cached_property
    def _blacks(self) -> tuple[float, float]:
        """Luminance of RGB 0/0/0 in the source, and as printed without any rule."""
        black = np.zeros(1, PACKED)
        printed = lab_of(beneath_rules(self.separation).of(black), self.press)
        return _luminance(source_lab(black, self.source)), _luminance(printed)


@dataclass(frozen=True)
class ByTable:
    """A `Measure`.

    Attributes:
        distances: of all colours, uint8.
    """

    distances: Table

    def __call__(self, wanted: Packed, _entries: Packed) -> Bytes:
        """Looked up."""
        return self.distances.at(wanted)


def source_lab(wanted: Packed, source: Profile) -> Lab:
    """A source's colours: float64 `[n, 3]`, L*, a*, b* (D50), relative to its white."""
    levels = samples(wanted)[..., :3]
    is_grey = source.space == "GRAY"
    lab: Lab = imagecodecs.cms_transform(
        np.ascontiguousarray(levels[..., 0] if is_grey else levels)[None],
        source.data,
        LAB,
        colorspace="gray" if is_grey else "rgb",
        outcolorspace="lab",
        outdtype="f8",
        intent=RELATIVE,
        flags=NO_OPTIMISATION,
    )[0]
    return lab


def _luminance(lab: Lab) -> float:
    """Of one colour, 0 … 1."""
    lightness = float(lab[0, 0])
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / _KAPPA


def _compensated(lab: Lab, black_in: float, black_out: float) -> Lab:
    """Scaled in XYZ relative to white, so that one neutral black becomes the other."""
    scale = (1 - black_out) / (1 - black_in)
    values: dict[str, Any] = {"L": lab[:, 0], "a": lab[:, 1], "b": lab[:, 2]}
    values |= {"scale": scale, "lift": black_out - scale * black_in}
    for name, expression in _SCALED:
        values[name] = evaluate(expression, local_dict=values, global_dict={})
    return np.stack([values["L"], values["a"], values["b"]], axis=1)


_KAPPA: Final = 24389 / 27
_STEPS: Final = (
    ("{0}", "where({1} > 6.0/29, {1}**3, (116*{1} - 16) * 27 / 24389)"),
    ("{0}", "scale*{0} + lift"),
    ("{0}", "where({0} > 216.0/24389, {0}**(1.0/3), (24389.0/27*{0} + 16) / 116)"),
)
_SCALED: Final = (
    ("y", "(L + 16) / 116"),
    ("x", "y + a/500"),
    ("z", "y - b/200"),
    *((name.format(v), text.format(v, v)) for v in "xyz" for name, text in _STEPS),
    ("L", "116*y - 16"),
    ("a", "500 * (x - y)"),
    ("b", "200 * (y - z)"),
)
"""CIE 15:2018, 8.2.1, back and forth."""
