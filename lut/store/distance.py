"""`Distance`: how far a colour's print is from what was meant: ΔE2000, one byte a colour.

What is meant is the source's colour under the intent: relative to the paper, or absolute. Black
point compensation (ISO 18619) makes the source's black the press's black. Without it every deep
shadow would be out of gamut, because no ink is as dark as a screen that emits no light.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
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
from lut.separation.separation import Separation

ALGORITHM: Final = 1
"""Version of the arithmetic: raise it whenever a distance changes."""

PER_DELTA_E: Final = 5
"""Levels of a byte for one ΔE2000."""

FARTHEST: Final = (LEVELS - 1) / PER_DELTA_E
"""ΔE2000: what the last level means, so far or farther."""

CHUNK: Final = 1 << 17
"""Colours at a time for each thread, to bound the memory of the intermediate float64 arrays."""

Measure = Callable[[Packed, Packed], Bytes]
"""A function from a strip's packed colours and their inks to distances, of any shape."""


@dataclass(frozen=True)
class Distance:
    """A function of 2²⁴ colours and their inks.

    Attributes:
        separation: what gives the inks.
        source, press: the profiles that give the colour meant and the colour printed.
        absolute: whether the paper's own colour counts.
        bpc: whether the black point is compensated.
    """

    separation: Separation
    source: Profile
    press: Profile
    absolute: bool
    bpc: bool

    @cached_property
    def digest(self) -> str:
        """Return SHA-256 over all that decides the distances."""
        content = {
            "algorithm": ALGORITHM,
            "separation": self.separation.digest,
            "source": self.source.digest,
            "press": self.press.digest,
            "absolute": self.absolute,
            "bpc": self.bpc,
        }
        return sha256(json.dumps({"distance": content}, sort_keys=True).encode()).hexdigest()

    @property
    def without_rules(self) -> "Distance":
        """Return the same of the separation without its rules."""
        return replace(self, separation=self.separation.without_rules)

    def of(self, rgb: Packed, entries: Packed) -> Bytes:
        """Return the distances of some colours, fifths of ΔE2000, uint8 `[n]`; 255 is 51 or more.

        Args:
            rgb: packed colours, uint32 `[n]`.
            entries: the separation's inks of each.
        """
        rgb, entries = np.ascontiguousarray(rgb), np.ascontiguousarray(entries)
        distances = np.empty(rgb.size, np.uint8)

        def fill(part: slice) -> None:
            printed = lab_of(entries[part], self.press, absolute=self.absolute, threads=1)
            apart = delta_e(self._meant(rgb[part]), printed)
            distances[part] = np.rint(np.minimum(apart * PER_DELTA_E, LEVELS - 1))

        in_chunks(fill, rgb.size, CHUNK)
        return distances

    def of_strip(self, rgb: Packed, entries: Packed) -> Bytes:
        """Return what `of` does, for arrays of any shape; each distinct colour is computed once."""
        distinct, first, where = np.unique(rgb, return_index=True, return_inverse=True)
        return self.of(distinct, entries.reshape(-1)[first])[where.reshape(rgb.shape)]

    def every(self, entries: Packed) -> Bytes:
        """Return the distances of all colours, uint8 `[2**24]`, given all entries."""
        return self.of(colours(0, COLOURS), entries)

    def _meant(self, rgb: Packed) -> Lab:
        lab = source_lab(rgb, self.source)
        return _compensated(lab, *self._blacks) if self.bpc else lab

    @cached_property
    def _blacks(self) -> tuple[float, float]:
        """Return the luminance of RGB 0/0/0 in the source, and as printed without any rule."""
        black = np.zeros(1, PACKED)
        printed = lab_of(self.separation.base.of(black), self.press)
        return _luminance(source_lab(black, self.source)), _luminance(printed)


def source_lab(rgb: Packed, source: Profile) -> Lab:
    """Return a source's colours: float64 `[n, 3]`, L*, a*, b* (D50), relative to its white."""
    levels = samples(rgb)[..., :3]
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
    """Return the luminance of one colour, 0 … 1."""
    lightness = float(lab[0, 0])
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / _KAPPA


def _compensated(lab: Lab, black_in: float, black_out: float) -> Lab:
    """Return Lab scaled in XYZ relative to white, so that one neutral black becomes the other."""
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
"""Lab to XYZ, scaled and lifted, and back to Lab: CIE 15:2018, 8.2.1."""
