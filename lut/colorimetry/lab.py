"""CIELAB of inks, and CIEDE2000 between two colours."""

from typing import Any, Final

import imagecodecs
import numpy as np
from numexpr.necompiler import evaluate
from numpy.typing import NDArray
from PIL import ImageCms

from lut.base.chunks import in_chunks
from lut.base.packing import Packed, samples
from lut.icc.profiles import Profile

Lab = NDArray[np.float64]

CHUNK: Final = 1 << 18
"""Colours that Little CMS is given at a time."""

LAB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
NO_OPTIMISATION: Final = 0x0100
"""cmsFLAGS_NOOPTIMIZE of Little CMS."""

RELATIVE: Final = 1
ABSOLUTE: Final = 3


def lab_of(entries: Packed, press: Profile, *, absolute: bool = False, threads: int = 2) -> Lab:
    """Return the press's colour of packed inks, float64 `[n, 3]`, L*, a*, b* (D50).

    Little CMS computes them through the profile's A2B1 table, unoptimised, in double precision.

    Args:
        entries: packed inks, uint32 `[n]`.
        press: the press's profile.
        absolute: as measured, with the paper's colour; else relative to the paper: 100, 0, 0.
        threads: how many threads compute at once.
    """
    lab = np.empty((entries.size, 3))

    def fill(part: slice) -> None:
        lab[part] = imagecodecs.cms_transform(
            samples(entries[part])[None],
            press.data,
            LAB,
            colorspace="cmyk",
            outcolorspace="lab",
            outdtype="f8",
            intent=ABSOLUTE if absolute else RELATIVE,
            flags=NO_OPTIMISATION,
        )[0]

    in_chunks(fill, entries.size, CHUNK, threads)
    return lab


def delta_e(one: Lab, other: Lab) -> NDArray[np.float64]:
    """Return the CIEDE2000 colour difference of each pair, float64 `[n]`, kL = kC = kH = 1.

    After Sharma, Wu & Dalal, "The CIEDE2000 color-difference formula: implementation notes,
    supplementary test data, and mathematical observations", Color Research & Application
    30 (2005), equations 2–22.
    """
    names = ("L1", "a1", "b1", "L2", "a2", "b2")
    values: dict[str, Any] = dict(zip(names, [*one.T, *other.T], strict=True))
    for name, expression in _CIEDE2000:
        values[name] = evaluate(expression, local_dict=values, global_dict={})
    difference: NDArray[np.float64] = values["dE"]
    return difference


_PI: Final = "3.141592653589793"
_CIEDE2000: Final = (
    ("m7", "((sqrt(a1*a1 + b1*b1) + sqrt(a2*a2 + b2*b2)) / 2)**7"),
    ("g", "1.5 - sqrt(m7 / (m7 + 25.0**7)) / 2"),
    ("C1", "sqrt((g*a1)**2 + b1*b1)"),
    ("C2", "sqrt((g*a2)**2 + b2*b2)"),
    ("h1", f"arctan2(b1, g*a1) + where(arctan2(b1, g*a1) < 0, 2*{_PI}, 0)"),
    ("h2", f"arctan2(b2, g*a2) + where(arctan2(b2, g*a2) < 0, 2*{_PI}, 0)"),
    ("turn", f"where(abs(h2 - h1) > {_PI}, where(h2 > h1, -2*{_PI}, 2*{_PI}), 0)"),
    ("dH", "where(C1*C2 == 0, 0, 2*sqrt(C1*C2) * sin((h2 - h1 + turn) / 2))"),
    ("L", "(L1 + L2) / 2 - 50"),
    ("C", "(C1 + C2) / 2"),
    ("turned", f"where(turn == 0, 0, where(h1 + h2 < 2*{_PI}, {_PI}, -{_PI}))"),
    (
        "h",
        "where(C1*C2 == 0, h1 + h2, (h1 + h2) / 2 + turned)",
    ),
    ("T3", f"0.32*cos(3*h + {_PI}/30) - 0.20*cos(4*h - 63*{_PI}/180)"),
    ("T", f"1 - 0.17*cos(h - {_PI}/6) + 0.24*cos(2*h) + T3"),
    ("q", "exp(-((h*57.29577951308232 - 275) / 25)**2)"),
    ("C7", "C**7"),
    ("RT", f"-sin(2*30*{_PI}/180 * q) * 2*sqrt(C7 / (C7 + 25.0**7))"),
    ("x", "(L2 - L1) / (1 + 0.015*L*L / sqrt(20 + L*L))"),
    ("y", "(C2 - C1) / (1 + 0.045*C)"),
    ("z", "dH / (1 + 0.015*C*T)"),
    ("dE", "sqrt(x*x + y*y + z*z + RT*y*z)"),
)
