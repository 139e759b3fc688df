"""`RgbSpace`: writes a matrix and curve profile from published primaries.

An RGB space whose primaries and curve are published needs no vendor's file: its profile is ten
short tags (ICC.1:2022, "Specification ICC.1", §8.3.3, three-component matrix-based).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Chromaticity = tuple[float, float]

D50: Final = np.array([0.9642, 1.0, 0.8249])
"""The profile connection space's white (ICC.1:2022, §7.2.16)."""

D65: Final[Chromaticity] = (0.3127, 0.3290)

_BRADFORD: Final = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
_FIXED: Final = 1 << 16
"""Units of 1 in s15Fixed16Number (ICC.1:2022, §4.6)."""


@dataclass(frozen=True)
class RgbSpace:
    """An additive RGB space as its standard publishes it.

    Attributes:
        description: ASCII, as readers show it.
        red, green, blue, white: chromaticities x, y.
        curve: parameters of a parametricCurveType (ICC.1:2022, §10.18): one (gamma) or
            five (gamma, a, b, c, d: `(a·x + b)^gamma` from d on, below it `c·x`).
    """

    description: str
    red: Chromaticity
    green: Chromaticity
    blue: Chromaticity
    white: Chromaticity
    curve: Sequence[float]

    def profile(self) -> bytes:
        """Return the space as an ICC v4 display profile."""
        red, green, blue = (_xyz(column) for column in _colorants(self).T)
        curve = _parametric(self.curve)
        return _assemble(
            [
                (b"desc", _text(self.description)),
                (b"cprt", _text("No copyright, use freely")),
                (b"wtpt", _xyz(_fixed(D50))),
                (b"chad", b"sf32" + bytes(4) + _s15(_fixed(_adaptation(self.white)))),
                (b"rXYZ", red),
                (b"gXYZ", green),
                (b"bXYZ", blue),
                (b"rTRC", curve),
                (b"gTRC", curve),
                (b"bTRC", curve),
            ]
        )


def _colorants(space: RgbSpace) -> NDArray[np.int64]:
    """Return the adapted primaries as columns, in 1/65536; their sum is exactly D50."""
    primaries = np.stack([_from_xy(xy) for xy in (space.red, space.green, space.blue)], axis=1)
    scale = np.linalg.solve(primaries, _from_xy(space.white))
    colorants = _fixed(_adaptation(space.white) @ (primaries * scale))
    colorants[:, 1] += _fixed(D50) - colorants.sum(axis=1)
    return colorants


def _adaptation(white: Chromaticity) -> NDArray[np.float64]:
    """Return Bradford's linear adaptation from `white` to D50 (ICC.1:2022, annex E)."""
    cones = (_BRADFORD @ D50) / (_BRADFORD @ _from_xy(white))
    adaptation: NDArray[np.float64] = np.linalg.inv(_BRADFORD) @ np.diag(cones) @ _BRADFORD
    return adaptation


def _from_xy(xy: Chromaticity) -> NDArray[np.float64]:
    x, y = xy
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _fixed(values: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(values * _FIXED).astype(np.int64)


def _s15(values: NDArray[np.int64]) -> bytes:
    return values.astype(">i4").tobytes()


def _xyz(values: NDArray[np.int64]) -> bytes:
    return b"XYZ " + bytes(4) + _s15(values)


def _parametric(curve: Sequence[float]) -> bytes:
    kind = {1: 0, 5: 3}[len(curve)]
    return b"para" + struct.pack(">4xHxx", kind) + _s15(_fixed(np.array(curve)))


def _text(text: str) -> bytes:
    body = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">4xLL2s2sLL", 1, 12, b"en", b"US", len(body), 28) + body


def _assemble(tags: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Return header, tag table and data; equal data, such as the three curves, is there once."""
    table, data = b"", b""
    start = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    for name, body in tags:
        if body not in places:
            places[body] = start + len(data)
            data += body + bytes(-len(body) % 4)
        table += struct.pack(">4sLL", name, places[body], len(body))
    header = struct.pack(
        ">L4xL4s4s4s6H4s4xL4x4x8xL12s48x",
        start + len(data),
        0x04400000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2026, 1, 1, 0, 0, 0),
        b"acsp",
        0,
        0,
        _s15(_fixed(D50)),
    )
    return header + struct.pack(">L", len(tags)) + table + data
