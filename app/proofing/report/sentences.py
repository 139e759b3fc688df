"""A report in short sentences, for the command line."""

from app.proofing.report.fields import (
    CoverageFields,
    GamutFields,
    PictureFields,
    PrintFields,
    Report,
    WorstTileFields,
)


def sentences(report: Report) -> dict[str, str]:
    """Return a sentence for each subject that the report says something about."""
    lines = {
        "picture": _picture(report.picture),
        "separation": _separation(report),
        "ink in all": _coverage(report.coverage),
        "limit": _limit(report.coverage),
        "worst tile": _worst(report.coverage.worst),
        "gamut": _gamut(report.gamut) if report.gamut else "",
        "colours": "" if report.colours is None else f"{report.colours} distinct",
        "black only": f"{report.pure_k.share:.2%} of the pixels",
        "print": _print(report.print),
        "warning": report.print.warning or "",
    }
    return {name: sentence for name, sentence in lines.items() if sentence}


def _picture(picture: PictureFields) -> str:
    return f"{picture.width} × {picture.height} {picture.colour}, {picture.source}"


def _separation(report: Report) -> str:
    chosen = report.separation
    return f"{chosen.condition}, {chosen.intent}, {chosen.precision}" if chosen else ""


def _coverage(cover: CoverageFields) -> str:
    usual = f"mean {cover.mean:.1f} %, median {cover.p50:.1f} %"
    return f"{usual}, 99 of 100 pixels {cover.p99:.1f} %, most {cover.max:.1f} %"


def _limit(cover: CoverageFields) -> str:
    return f"{cover.limit:g} %, {cover.above:.2%} of the pixels above"


def _worst(worst: WorstTileFields) -> str:
    where = f"{worst.width} × {worst.height} pixels at {worst.x}, {worst.y}"
    return f"{where}: most {worst.max:.1f} %, {worst.above:.1%} above"


def _gamut(gamut: GamutFields) -> str:
    outside = "" if gamut.mean_outside is None else f", {gamut.mean_outside:.1f} there"
    share = f"{gamut.share:.2%} beyond ΔE2000 {gamut.threshold:g}"
    return f"{share}; mean {gamut.mean:.1f}{outside}, most {gamut.max:.1f}"


def _print(size: PrintFields) -> str:
    dpi = f"{size.dpi[0]:g} × {size.dpi[1]:g} dpi ({size.stated})"
    return f"{size.width_mm:.0f} × {size.height_mm:.0f} mm at {dpi}"
