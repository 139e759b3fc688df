"""A picture of the print, painted strip by strip while the picture is converted."""

import io
from contextlib import closing
from dataclasses import dataclass
from io import FileIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.base.errors import ParameterError
from app.base.timings import Stages
from app.capacity.slots import Check, never
from app.convert.engine import Admitted, Pressroom
from app.convert.plan import Choice
from app.proofing.colours_and_inks import inked
from app.proofing.proof import ink_map, views
from app.proofing.proof.options import ProofOptions
from app.proofing.proof.views import Painter
from app.proofing.tiling import Tiles
from app.proofing.tolerances import limit_of
from lut.base.packing import Bytes
from lut.colorimetry.total_ink import Coverages, percent
from lut.icc.profiles import Profile

SAVED: Final[dict[str, dict[str, object]]] = {
    "png": {"compress_level": 1},
    "jpeg": {"quality": 92, "subsampling": 0},
    "webp": {"quality": 90, "method": 2},
}


@dataclass(frozen=True)
class Proof:
    """An encoded view.

    Attributes:
        data: PNG, JPEG or WebP.
        told: what was chosen, in words, by the name of its header.
        pixels: of the picture at full size.
    """

    data: bytes
    told: dict[str, str]
    pixels: int


def prove(
    room: Pressroom,
    file: FileIO,
    options: ProofOptions,
    sent_profile: bytes | None = None,
    check: Check = never,
    stages: Stages | None = None,
) -> Proof:
    """Judge, admit, decode, convert, paint, encode.

    Args:
        room: whose slots and tables.
        file, sent_profile, check, stages: as `Pressroom.admitted`.
        options: what is looked at, and how.

    Raises:
        AppError, LutError: as they say.
    """
    size = None if options.view == "ink" else options.size
    with room.admitted(file, options, sent_profile, check, stages, size) as admitted:
        width, height = admitted.picture.full
        told = dict(admitted.choice.told)
        if options.view == "ink":
            pixels = _ink_map(admitted, room, options, told)
        else:
            pixels = _painted(admitted, _painter(admitted.choice, room, options))
        if admitted.choice.recipe is None:
            told["Gamut"] = "none"
        told["Full-Size"] = f"{width}x{height}"
        return Proof(_encoded(pixels, options), _sized(told, pixels, options), width * height)


def _painter(chosen: Choice, room: Pressroom, options: ProofOptions) -> Painter:
    if options.view in tuple(views.PLATES):
        return _plate(chosen, options)
    proof = views.Proof(_press(chosen), options.paper == "on")
    if options.view == "proof":
        return proof
    if chosen.recipe is None:
        if options.view == "samples":
            return views.Samples(None, _press(chosen), None)
        raise ParameterError("a CMYK picture is kept as it is: nothing of it is out of gamut")
    measure = room.tables.measure(chosen.recipe)
    if options.view == "samples":
        return views.Samples(chosen.recipe.profile, _press(chosen), measure)
    return views.Gamut(proof, measure, options.threshold)


def _plate(chosen: Choice, options: ProofOptions) -> views.Plate:
    ink = views.PLATES.index(options.view)
    is_tinted = options.tint == "on"
    ramp = views.tint_ramp(ink, _press(chosen)) if is_tinted else views.grey_ramp()
    return views.Plate(ink, ramp)


def _press(chosen: Choice) -> Profile:
    if chosen.press is None:
        raise ParameterError("a CMYK picture without a profile has plates and ink, but no proof")
    return chosen.press


def _painted(admitted: Admitted, painter: Painter) -> Bytes:
    with closing(inked(admitted)) as strips:
        return np.concatenate([painter.paint(colours, inks) for colours, inks in strips])


def _ink_map(
    admitted: Admitted, room: Pressroom, options: ProofOptions, told: dict[str, str]
) -> Bytes:
    width, height = admitted.picture.full
    tiles = Tiles(width, ink_map.map_side(width, height, options.size))
    coverages, rows = Coverages(), list[NDArray[np.int64]]()
    with closing(inked(admitted)) as strips:
        for _, inks in strips:
            rows += tiles.add(coverages.of(inks.reshape(-1)).reshape(inks.shape))
    coverage = np.stack([*rows, *tiles.rest()])
    limit = limit_of(options, admitted.choice, room)
    told["Limit"] = f"{limit:g}"
    told["Max-Ink"] = f"{percent(coverage.max()):.2f}"
    return ink_map.painted(coverage, limit)


def _encoded(pixels: Bytes, options: ProofOptions) -> bytes:
    if options.view == "samples":
        blocks = np.split(pixels, 4, axis=2)
        pixels = np.concatenate([block[:, :, 0] for block in blocks])
    encoded = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    image.save(encoded, options.format, **SAVED[options.format])
    return encoded.getvalue()


def _sized(told: dict[str, str], pixels: Bytes, options: ProofOptions) -> dict[str, str]:
    height, width = pixels.shape[:2]
    if options.view == "ink":
        height -= ink_map.LEGEND
    return {**told, "Size": f"{width}x{height}"}
