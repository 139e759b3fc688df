"""What becomes of a picture: by which separation, for which press, in what TIFF."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.base.errors import ParameterError
from app.base.options import AUTO, Options
from app.base.resolution import PRINT, Resolution
from app.convert.pipeline import Converter
from app.convert.source_colour import kept_profile, refuse_tinted_paper, source_colour
from app.convert.submission import Submission
from app.decode.picture_header import PictureHeader
from app.encode import iptc, xmp
from app.encode.tiff import TiffLayout
from lut.base.packing import INKS, Bytes
from lut.conditions.condition import Condition
from lut.icc.profiles import Profile
from lut.separation.recipe import Recipe
from lut.store.table_store import TableStore

RULES: Final = ("black", "max_ink", "brand", "intent", "bpc", "source")
"""Options that only a separation can obey."""


class KeptInks:
    """The converter of a picture that is CMYK already."""

    def another(self) -> "KeptInks":
        """Return itself: it has no buffer."""
        return self

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Copy the inks."""
        np.copyto(out, rgbx)


@dataclass(frozen=True)
class Plan:
    """How a picture is converted.

    Attributes:
        converter: of RGBX into inks, for one thread.
        press: whose inks they are; None where the picture brings inks without a profile.
        recipe: of the separation; None where the picture brings its inks.
        facts: what was chosen, in words, by the name of its header.
        layout: what the TIFF holds.
    """

    converter: Converter
    press: Profile | None
    recipe: Recipe | None
    facts: dict[str, str]
    layout: TiffLayout


def plan_conversion(
    header: PictureHeader, submission: Submission[Options], tables: TableStore, default: Condition
) -> Plan:
    """Return what the options make of a picture, with its table found or made.

    Args:
        header: of the picture.
        submission: its options, and the colour space that was sent with it.
        tables: where the table comes from.
        default: the condition where the options name none.

    Raises:
        ParameterError, ColourRefused: the options cannot be obeyed.
        LutError: as it says.
    """
    options, sent_profile = submission.options, submission.sent_profile
    if header.colour == "CMYK":
        _refuse_rules(options, sent_profile)
        return _keep_inks(header, options)
    colour = source_colour(header, options.source, sent_profile)
    refuse_tinted_paper(colour, options.background_rgb)
    recipe = recipe_of(options, colour.profile, default)
    return _separate(header, options, recipe, colour.stated, tables)


def refuse_impossible(options: Options, tables: TableStore, default: Condition) -> None:
    """Refuse options that no picture could fulfil.

    Raises:
        UnknownCondition, RecipeError: no picture could fulfil them.
    """
    source = "srgb" if options.source == AUTO else options.source
    tables.separation(recipe_of(options, source, default))


def recipe_of(options: Options, source: str | Profile, default: Condition) -> Recipe:
    """Return the recipe that the options ask for.

    Raises:
        RecipeError: the options contradict each other.
    """
    return Recipe(
        condition=options.condition or default.name,
        source=source,
        precision=options.precision,
        intent=options.intent,
        bpc=None if options.bpc is None else options.bpc == "on",
        black=options.black,
        max_ink=options.max_ink,
        brand=tuple(options.brand),
    )


def _separate(
    header: PictureHeader, options: Options, recipe: Recipe, source: str, tables: TableStore
) -> Plan:
    separation = tables.separation(recipe)
    condition = tables.conditions[recipe.condition]
    facts = {
        "Condition": condition.name,
        "Source": source,
        "Intent": f"{recipe.intent}, bpc {'on' if recipe.compensates else 'off'}",
        "Precision": separation.precision,
        "Table": separation.digest,
        "Pages": str(header.pages),
    }
    return Plan(
        converter=tables.converter(recipe, header.width * header.height),
        press=condition.profile,
        recipe=recipe,
        facts=facts,
        layout=_layout(header, options, condition.profile, condition.name),
    )


def _keep_inks(header: PictureHeader, options: Options) -> Plan:
    profile = kept_profile(header)
    source = f"{profile.description} (embedded)" if profile else "CMYK (no profile)"
    facts = {"Source": f"{source}, kept", "Pages": str(header.pages)}
    return Plan(KeptInks(), profile, None, facts, _layout(header, options, profile, None))


def _refuse_rules(options: Options, sent_profile: bytes | None) -> None:
    """Refuse rules that kept inks cannot obey: the client would think that they were obeyed."""
    asked = [name for name in RULES if getattr(options, name) != Options.model_fields[name].default]
    if sent_profile is not None:
        asked.append("source_profile")
    if asked:
        raise ParameterError(
            f"a CMYK picture is kept as it is, and cannot obey {', '.join(asked)}: leave it out"
        )


def _layout(
    header: PictureHeader, options: Options, profile: Profile | None, condition: str | None
) -> TiffLayout:
    keeps = options.metadata == "keep"
    embedded = profile if options.profile == "embed" else None
    name = embedded.description if embedded else ""
    samples = INKS + header.alpha
    return TiffLayout(
        width=header.width,
        height=header.height,
        resolution=_resolution(header, options),
        profile=embedded.data if embedded else b"",
        compression=options.compression,
        alpha=header.alpha,
        condition=condition or "",
        xmp=xmp.corrected(header.xmp, name, samples) if keeps and header.xmp else b"",
        iptc=iptc.records(header.iptc) if keeps and header.iptc else b"",
    )


def _resolution(header: PictureHeader, options: Options) -> Resolution:
    width = header.full[0]
    dpi = options.dpi_of(width)
    if dpi is None:
        return header.resolution or PRINT
    resolution = Resolution.of_dpi(dpi, dpi)
    if resolution is None:
        raise ParameterError(
            f"print_width={options.print_width} would make {width} pixels {dpi:g} dpi: "
            "expected 1 … 100000"
        )
    return resolution
