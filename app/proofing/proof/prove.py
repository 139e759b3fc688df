"""A view of the print, painted strip by strip while the picture is converted."""

import io
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.base.errors import ParameterError
from app.convert.engine import Admitted, Engine
from app.convert.plan import Plan
from app.convert.submission import Submission
from app.proofing.colours_and_inks import colours_and_inks
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
"""Parameters of Pillow's encoders: the client waits, so speed counts more than size."""


@dataclass(frozen=True)
class Proof:
    """An encoded view of a picture's print.

    Attributes:
        data: PNG, JPEG or WebP.
        facts: what was chosen and found, in words, by the name of its header.
        pixels: of the picture at full size.
    """

    data: bytes
    facts: dict[str, str]
    pixels: int


def prove(engine: Engine, submission: Submission[ProofOptions]) -> Proof:
    """Return a view of the picture's print, painted and encoded.

    Args:
        engine: lends slots and tables.
        submission: the picture, and which view of its print is wanted.

    Raises:
        ParameterError: the picture is CMYK already, and has no such view.
        AppError, LutError: see `Engine.admitted`.
    """
    options = submission.options
    # A pixel of the ink map shows the most of its tile, which a reduced picture no longer has.
    size = None if options.view == "ink" else options.size
    with engine.admitted(submission, size) as admitted:
        width, height = admitted.picture.header.full
        facts = {**admitted.plan.facts, "Full-Size": f"{width}x{height}"}
        if admitted.plan.recipe is None:
            facts["Gamut"] = "none"
        if options.view == "ink":
            pixels = _paint_ink_map(admitted, engine, options, facts)
        else:
            pixels = _paint(admitted, _painter(admitted.plan, engine, options))
            facts["Size"] = f"{pixels.shape[1]}x{pixels.shape[0]}"
        return Proof(_encode(pixels, options), facts, width * height)


def _painter(plan: Plan, engine: Engine, options: ProofOptions) -> Painter:
    if options.view in tuple(views.PLATES):
        return _plate(plan, options)
    press, recipe = _press(plan), plan.recipe
    proof = views.SoftProof(press, options.paper == "on")
    if options.view == "proof":
        return proof
    measure = engine.tables.measure(recipe) if recipe else None
    if options.view == "samples":
        return views.Samples(recipe.profile if recipe else None, press, measure)
    if measure is None:
        raise ParameterError("a CMYK picture is kept as it is: nothing of it is out of gamut")
    return views.Gamut(proof, measure, options.threshold)


def _plate(plan: Plan, options: ProofOptions) -> views.Plate:
    ink = views.PLATES.index(options.view)
    tinted = options.tint == "on"
    return views.Plate(ink, views.tint_ramp(ink, _press(plan)) if tinted else views.grey_ramp())


def _press(plan: Plan) -> Profile:
    if plan.press is None:
        raise ParameterError("a CMYK picture without a profile has plates and ink, but no proof")
    return plan.press


def _paint(admitted: Admitted, painter: Painter) -> Bytes:
    with closing(colours_and_inks(admitted)) as strips:
        return np.concatenate([painter.paint(colours, inks) for colours, inks in strips])


def _paint_ink_map(
    admitted: Admitted, engine: Engine, options: ProofOptions, facts: dict[str, str]
) -> Bytes:
    width, height = admitted.picture.header.full
    tiles = Tiles(width, ink_map.tile_side(width, height, options.size))
    coverages, rows = Coverages(), list[NDArray[np.int64]]()
    with closing(colours_and_inks(admitted)) as strips:
        for _, inks in strips:
            rows += tiles.add(coverages.of(inks.reshape(-1)).reshape(inks.shape))
    coverage = np.stack([*rows, *tiles.rest()])
    limit = limit_of(options, admitted.plan, engine)
    facts["Limit"] = f"{limit:g}"
    facts["Max-Ink"] = f"{percent(coverage.max()):.2f}"
    facts["Size"] = f"{coverage.shape[1]}x{coverage.shape[0]}"
    return ink_map.paint(coverage, limit)


def _encode(pixels: Bytes, options: ProofOptions) -> bytes:
    if options.view == "samples":
        pixels = np.concatenate(np.moveaxis(pixels, 2, 0))
    encoded = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    image.save(encoded, options.format, **SAVED[options.format])
    return encoded.getvalue()
