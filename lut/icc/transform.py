"""`Transform`: from source colours to inks through two profiles, by unoptimised Little CMS.

An optimised transform resamples the profiles to a 33³ grid; this one computes every colour
from the profiles. It is slow, and each colour is computed once.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from PIL import Image, ImageCms

from lut.base.errors import ProfileError, RecipeError
from lut.base.packing import COLOURS, LEVELS, PACKED, Packed, colours, samples
from lut.icc.profiles import Profile

CHUNK: Final = 1 << 16
"""Colours that Little CMS is given at a time."""

Intent = Literal["relative", "perceptual", "saturation", "absolute"]
INTENTS: Final[dict[Intent, ImageCms.Intent]] = {
    "relative": ImageCms.Intent.RELATIVE_COLORIMETRIC,
    "perceptual": ImageCms.Intent.PERCEPTUAL,
    "saturation": ImageCms.Intent.SATURATION,
    "absolute": ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
}


@dataclass(frozen=True)
class Transform:
    """A source and a press profile, and the rendering intent between them.

    A grey source takes a colour's red byte for its grey.

    Attributes:
        source, press: the profiles.
        intent: one of `INTENTS`.
        bpc: whether the black point is compensated (ISO 18619).

    Raises:
        ProfileError: a profile is not of the kind its place needs.
        RecipeError: the intent is not among the choices.
    """

    source: Profile
    press: Profile
    intent: Intent
    bpc: bool = True

    def __post_init__(self) -> None:
        if self.intent not in INTENTS:
            raise RecipeError(f"intent must be one of {', '.join(INTENTS)}, got {self.intent!r}")
        self.source.expect_source()
        self.press.expect_press()

    def of(self, rgb: Packed) -> Packed:
        """Return the entries of some packed colours, uint32 of the same shape.

        Raises:
            ProfileError: Little CMS cannot connect the profiles.
        """
        engine = self._engine()
        flat = np.ascontiguousarray(rgb, PACKED).reshape(-1)
        entries = np.empty(flat.shape, PACKED)
        for start in range(0, flat.size, CHUNK):
            part = slice(start, start + CHUNK)
            entries[part] = self._apply(engine, flat[part])
        return entries.reshape(rgb.shape)

    def every(self) -> Packed:
        """Return the entries of all 2²⁴ colours, uint32 `[2**24]`; two threads compute them.

        Raises:
            ProfileError: Little CMS cannot connect the profiles.
        """
        if self.source.space == "GRAY":
            return self.of(colours(0, LEVELS))[colours() % LEVELS]
        entries = np.empty(COLOURS, PACKED)

        def fill(starts: range) -> None:
            engine = self._engine()
            for start in starts:
                entries[start : start + CHUNK] = self._apply(engine, colours(start, start + CHUNK))

        with ThreadPoolExecutor(2) as cores:
            halves = (range(first, COLOURS, 2 * CHUNK) for first in (0, CHUNK))
            list(cores.map(fill, halves))
        return entries

    def _engine(self) -> ImageCms.ImageCmsTransform:
        try:
            return ImageCms.buildTransform(
                self.source.opened(),
                self.press.opened(),
                "L" if self.source.space == "GRAY" else "RGB",
                "CMYK",
                INTENTS[self.intent],
                ImageCms.Flags.NOOPTIMIZE | (ImageCms.Flags.BLACKPOINTCOMPENSATION * self.bpc),
            )
        except ImageCms.PyCMSError as error:
            raise ProfileError(
                f"no transform from {self.source.description!r} "
                f"to {self.press.description!r}: {error}"
            ) from error

    def _apply(self, engine: ImageCms.ImageCmsTransform, rgb: Packed) -> Packed:
        size = (len(rgb), 1)
        if self.source.space == "GRAY":
            picture = Image.frombytes("L", size, samples(rgb)[..., 0].tobytes())
        else:
            picture = Image.frombytes("RGB", size, rgb.tobytes(), "raw", "RGBX")
        return np.frombuffer(engine.apply(picture).tobytes(), PACKED)
