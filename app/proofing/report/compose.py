"""`report`: converts a picture and counts its inks, in one pass over its strips."""

from contextlib import closing
from typing import Final

import numpy as np

from app.convert.engine import Admitted, Engine
from app.convert.plan import Plan
from app.convert.submission import Submission
from app.decode.file_headers.resolution import MM_PER_INCH
from app.decode.picture_header import PictureHeader
from app.proofing.colours_and_inks import colours_and_inks
from app.proofing.report import fields
from app.proofing.report.fields import Report
from app.proofing.report.options import ReportOptions
from app.proofing.report.tally import SIDE, Counts, Tally
from app.proofing.tolerances import limit_of
from lut.base.packing import LEVELS
from lut.colorimetry.total_ink import FULL, allowed, percent
from lut.store.distance import PER_DELTA_E, Measure

SHARE_DIGITS: Final = 6
DIGITS: Final = 2
"""Digits after the point: of shares, and of percentages, pixels per inch and ΔE2000."""


def report(engine: Engine, submission: Submission[ReportOptions]) -> Report:
    """Return the report of the whole picture at full size.

    Args:
        engine: lends slots and tables.
        submission: the picture, what it is to become, and what the print is judged by.

    Raises:
        AppError, LutError: see `Engine.admitted`.
    """
    options = submission.options
    with engine.admitted(submission) as admitted:
        header, plan = admitted.picture.header, admitted.plan
        limit = limit_of(options, plan, engine)
        pixels = header.width * header.height
        measure = engine.tables.measure(plan.recipe, pixels) if plan.recipe else None
        tally = _count(admitted, limit, measure)
        return Report(
            picture=_picture(header, plan),
            separation=_separation(plan),
            print=_print(header, plan, options),
            inks=fields.InksFields(**dict(zip("cmyk", map(_ink, tally.inks), strict=True))),
            coverage=_coverage(tally, header),
            gamut=_gamut(tally.distance, options.threshold) if plan.recipe else None,
            colours=tally.colours if plan.recipe else None,
            pure_k=fields.PureKFields(
                pixels=tally.pure_k, share=_share(tally.pure_k, tally.pixels)
            ),
        )


def _count(admitted: Admitted, limit: float, measure: Measure | None) -> Tally:
    tally = Tally(admitted.picture.header.width, limit, measure)
    with closing(colours_and_inks(admitted)) as strips:
        for colours, inks in strips:
            tally.add(colours, inks)
    tally.end()
    return tally


def _picture(header: PictureHeader, plan: Plan) -> fields.PictureFields:
    return fields.PictureFields(
        width=header.width,
        height=header.height,
        pixels=header.width * header.height,
        pages=header.pages,
        colour=header.colour,
        source=plan.facts["Source"],
    )


def _separation(plan: Plan) -> fields.SeparationFields | None:
    if plan.recipe is None:
        return None
    words = ("condition", "intent", "precision", "table")
    return fields.SeparationFields(**{word: plan.facts[word.title()] for word in words})


def _print(header: PictureHeader, plan: Plan, options: ReportOptions) -> fields.PrintFields:
    resolution = plan.layout.resolution
    dpi = (float(resolution.x), float(resolution.y))
    width, height = header.width / dpi[0] * MM_PER_INCH, header.height / dpi[1] * MM_PER_INCH
    asked = options.dpi is not None or options.print_width is not None
    warning = None
    if min(dpi) < options.least_ppi:
        warning = (
            f"At {width:.0f} × {height:.0f} mm it has {min(dpi):.4g} pixels per inch, "
            f"below {options.least_ppi:g} (least_ppi)."
        )
    return fields.PrintFields(
        dpi=(round(dpi[0], DIGITS), round(dpi[1], DIGITS)),
        stated="asked for" if asked else "by the picture" if header.resolution else "assumed",
        width_mm=round(width, 1),
        height_mm=round(height, 1),
        least_ppi=options.least_ppi,
        warning=warning,
    )


def _ink(counts: Counts) -> fields.InkFields:
    pixels = int(counts.sum())
    mean = round(_mean(counts) * 100 / FULL, DIGITS)
    return fields.InkFields(
        mean=mean,
        max=round(int(counts.nonzero()[0][-1]) * 100 / FULL, DIGITS),
        inkcov=_share(pixels - int(counts[0]), pixels),
        ink_cov=mean,
    )


def _coverage(tally: Tally, header: PictureHeader) -> fields.CoverageFields:
    counts, limit = tally.coverage, tally.limit
    steps = counts.cumsum()
    above = int(counts[allowed(limit) + 1 :].sum())
    return fields.CoverageFields(
        mean=round(percent(_mean(counts)), DIGITS),
        p50=_percent(np.searchsorted(steps, 0.50 * steps[-1])),
        p99=_percent(np.searchsorted(steps, 0.99 * steps[-1])),
        max=_percent(counts.nonzero()[0][-1]),
        limit=limit,
        above=_share(above, int(steps[-1])),
        worst=_worst(tally, header),
    )


def _worst(tally: Tally, header: PictureHeader) -> fields.WorstTileFields:
    worst = tally.worst
    x, y = worst.column * SIDE, worst.row * SIDE
    width, height = min(SIDE, header.width - x), min(SIDE, header.height - y)
    return fields.WorstTileFields(
        x=x,
        y=y,
        width=width,
        height=height,
        max=_percent(worst.most),
        above=_share(worst.above, width * height),
    )


def _gamut(counts: Counts, threshold: float) -> fields.GamutFields:
    outside = np.where(np.arange(LEVELS) > threshold * PER_DELTA_E, counts, 0)
    return fields.GamutFields(
        threshold=threshold,
        share=_share(int(outside.sum()), int(counts.sum())),
        mean=round(_mean(counts) / PER_DELTA_E, DIGITS),
        mean_outside=round(_mean(outside) / PER_DELTA_E, DIGITS) if outside.any() else None,
        max=int(counts.nonzero()[0][-1]) / PER_DELTA_E,
    )


def _mean(counts: Counts) -> float:
    return float(counts @ np.arange(len(counts)) / counts.sum())


def _share(part: int, whole: int) -> float:
    return round(part / whole, SHARE_DIGITS)


def _percent(coverage: float | np.integer) -> float:
    return round(percent(float(coverage)), DIGITS)
