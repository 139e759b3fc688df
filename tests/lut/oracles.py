"""What `lut` must return, computed in another way than `lut` does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from lut.base.packing import COLOURS, PACKED, Bytes, Packed
from lut.icc.profiles import Profile

_CHUNK = 1 << 18
_NO_OPTIMISATION = 0x0100
_BPC = 0x2000


def trilinear_planes(nodes: NDArray[np.int32]) -> Iterator[Bytes]:
    """Yield each blue's inks `[green, red, ink]`, by integer steps along each axis in turn."""
    divisor = 17**3 * 257
    wide = np.asarray(nodes, np.int64)
    for blue in range(256):
        plane = _between(wide, blue, axis=0)
        for axis in (0, 1):
            plane = np.stack([_between(plane, code, axis) for code in range(256)], axis)
        yield np.clip((2 * plane + divisor) // (2 * divisor), 0, 255).astype(np.uint8)


def _between(nodes: NDArray[np.int64], code: int, axis: int) -> NDArray[np.int64]:
    """Return 17 times the value at a code: the node below, and so many steps to the next."""
    below, steps = divmod(code, 17)
    lower = nodes.take([below], axis)
    if steps == 0:
        return (17 * lower).squeeze(axis)
    return (17 * lower + steps * (nodes.take([below + 1], axis) - lower)).squeeze(axis)


def little_cms(
    levels: Bytes, source: Profile, press: Profile, intent: int = 1, *, bpc: bool = True
) -> Packed:
    """Return packed inks of uint8 `[n, 3]` RGB or `[n]` grey, by another build of Little CMS."""
    inks = imagecodecs.cms_transform(
        levels[None],
        source.data,
        press.data,
        colorspace="rgb" if levels.ndim == 2 else "gray",
        outcolorspace="cmyk",
        intent=intent,
        flags=_NO_OPTIMISATION | _BPC * bpc,
    )
    return np.ascontiguousarray(inks).reshape(-1, 4).view(PACKED)[:, 0]


def every_little_cms(
    source: Profile, press: Profile, intent: int = 1, *, bpc: bool = True
) -> Packed:
    """Return what `little_cms` does, for all 2²⁴ colours."""
    entries = np.empty(COLOURS, PACKED)

    def fill(start: int) -> None:
        rgb = rgb_of(np.arange(start, start + _CHUNK))
        entries[start : start + _CHUNK] = little_cms(rgb, source, press, intent, bpc=bpc)

    with ThreadPoolExecutor(2) as cores:
        list(cores.map(fill, range(0, COLOURS, _CHUNK)))
    return entries


def rgb_of(colours: NDArray[Any]) -> Bytes:
    """Return packed colours as uint8 `[..., 3]`."""
    return np.stack([colours % 256, colours // 256 % 256, colours // 65536], -1).astype(np.uint8)
