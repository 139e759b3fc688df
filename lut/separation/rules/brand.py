"""`BrandColours`: RGB codes whose inks the client gives, and which no other rule changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Self

import numpy as np

from lut.base.errors import RecipeError
from lut.base.packing import LEVELS, PACKED, Packed, pack, samples

MOST: Final = 64
"""Brand colours of one recipe."""

LARGEST_TOLERANCE: Final = 16
"""Levels of each channel."""

_PERCENT: Final = r"\d{1,3}(?:\.\d+)?"
_FORM: Final = re.compile(
    rf"#?(?P<rgb>[0-9A-Fa-f]{{6}}):(?P<inks>{_PERCENT}(?:,{_PERCENT}){{3}})(?:~(?P<within>\d{{1,2}}))?"
)


@dataclass(frozen=True)
class Brand:
    """A brand colour.

    Attributes:
        rgb: the source's codes.
        inks: C, M, Y, K in percent.
        tolerance: levels; an RGB that differs by no more in any channel gets the same inks, for
            logos that went through JPEG.
    """

    rgb: tuple[int, int, int]
    inks: tuple[float, float, float, float]
    tolerance: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `E30613:0,100,100,0` or `E30613:0,100,100,0~3`.

        Raises:
            RecipeError: the text has another form, over 100 % of an ink, or a tolerance over 16.
        """
        match = _FORM.fullmatch(text)
        if not match:
            raise RecipeError(
                f"brand must look like E30613:0,100,100,0 or E30613:0,100,100,0~3, got {text!r}"
            )
        red, green, blue = bytes.fromhex(match["rgb"])
        cyan, magenta, yellow, black = map(float, match["inks"].split(","))
        brand = cls((red, green, blue), (cyan, magenta, yellow, black), int(match["within"] or 0))
        if max(brand.inks) > 100 or brand.tolerance > LARGEST_TOLERANCE:
            raise RecipeError(
                f"brand may have 100 % of an ink and a tolerance of {LARGEST_TOLERANCE}, "
                f"got {text!r}"
            )
        return brand

    def __str__(self) -> str:
        """Return the text that `parse` reads."""
        inks = ",".join(f"{ink:g}" for ink in self.inks)
        within = f"~{self.tolerance}" if self.tolerance else ""
        return f"{bytes(self.rgb).hex().upper()}:{inks}{within}"

    @property
    def entry(self) -> int:
        """Return its packed inks, each rounded half up to a level."""
        levels = np.floor(np.array(self.inks) * (LEVELS - 1) / 100 + 0.5).astype(np.uint8)
        return int(pack(levels[None])[0])

    def overlaps(self, other: "Brand") -> bool:
        """Return whether some RGB is within the tolerance of both."""
        reach = self.tolerance + other.tolerance
        return all(abs(a - b) <= reach for a, b in zip(self.rgb, other.rgb, strict=True))


@dataclass(frozen=True)
class BrandColours:
    """A rule: some brand colours, no two of which overlap."""

    brands: tuple[Brand, ...]

    def content(self) -> dict[str, object]:
        """Return what `Rule.content` asks for."""
        return {"brands": sorted((b.rgb, b.tolerance, b.entry) for b in self.brands)}

    def reach(self) -> Packed:
        """Return the cube of colours around each."""
        return np.concatenate([_cube(brand) for brand in self.brands])

    def apply(self, colours: Packed, entries: Packed) -> Packed:
        """Return the entries with each brand colour's own inks in place; see `Rule.apply`."""
        channels = samples(np.ascontiguousarray(colours))[..., :3].astype(np.int16)
        branded = entries.copy()
        for brand in self.brands:
            apart = np.abs(channels - np.array(brand.rgb, np.int16)).max(axis=-1)
            branded[apart <= brand.tolerance] = brand.entry
        return branded


def check(brands: Sequence[Brand], max_ink: float | None) -> None:
    """Refuse brand colours that contradict each other or the ink limit.

    Raises:
        RecipeError: more than 64, two that overlap, or one above the ink limit.
    """
    if len(brands) > MOST:
        raise RecipeError(f"at most {MOST} brand colours, got {len(brands)}")
    for one, other in combinations(brands, 2):
        if one.overlaps(other):
            raise RecipeError(f"two brand colours overlap: {one} and {other}")
    for brand in brands:
        levels = sum(samples(np.array([brand.entry], PACKED))[0].tolist())
        if max_ink is not None and levels > max_ink * (LEVELS - 1) / 100:
            raise RecipeError(
                f"brand {brand} takes more ink, in whole levels, than max_ink={max_ink:g}"
            )


def _cube(brand: Brand) -> Packed:
    red, green, blue = (
        np.arange(max(0, level - brand.tolerance), min(LEVELS, level + brand.tolerance + 1))
        for level in brand.rgb
    )
    cube = red | green[:, None] << 8 | blue[:, None, None] << 16
    return cube.ravel().astype(PACKED)
