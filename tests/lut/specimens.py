"""What tests give to `lut`: ICC profiles written by hand, and grids."""

import struct
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lut import Grid, Profile
from lut.grid.grid import SHAPE


def icc(space: bytes, tags: Mapping[bytes, bytes], device_class: bytes = b"mntr") -> bytes:
    """Return a v2 profile of these tags, as ICC.1:2001-04 lays them out."""
    start = 132 + 12 * len(tags)
    table, body = b"", b""
    for name, value in tags.items():
        table += struct.pack(">4sLL", name, start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    header = bytearray(128)
    header[0:4] = struct.pack(">L", start + len(body))
    header[8:12] = b"\x02\x40\0\0"
    header[12:24] = device_class + space + b"XYZ "
    header[36:40] = b"acsp"
    header[68:80] = _D50
    return bytes(header) + struct.pack(">L", len(tags)) + table + body


def grey_profile(gamma: float = 2.2, description: bytes = b"grey") -> bytes:
    """Return the profile of a grey display: one curve."""
    return icc(
        b"GRAY",
        {
            b"desc": described(description),
            b"cprt": b"text\0\0\0\0nobody's\0",
            b"wtpt": b"XYZ \0\0\0\0" + _D50,
            b"kTRC": struct.pack(">4s4xLH", b"curv", 1, round(gamma * 256)),
        },
    )


def described(text: bytes) -> bytes:
    """Return a textDescriptionType."""
    return struct.pack(">4s4xL", b"desc", len(text) + 1) + text + bytes(1 + 8 + 3 + 67)


def renamed(profile: Profile, *, device_class: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    """Return a profile whose header claims another class or space."""
    return profile.data[:12] + device_class + space + profile.data[20:]


def random_grid(seed: int, low: int, high: int) -> Grid:
    """Return a grid of independent nodes between two bounds, both possible."""
    nodes = np.random.default_rng(seed).integers(low, high, SHAPE, np.int32, endpoint=True)
    return Grid(nodes)


def smooth_nodes() -> NDArray[np.int32]:
    """Return inks that rise and fall evenly and stay inside 0 … 65535."""
    blue, green, red = np.meshgrid(*[np.linspace(0, 1, 16)] * 3, indexing="ij")
    inks = np.stack([1 - red, 1 - green * red, 1 - blue**2, (1 - red) * (1 - blue)], -1)
    return np.rint(inks * 65535).astype(np.int32)


_D50 = struct.pack(">3L", 0xF6D6, 0x10000, 0xD32D)
