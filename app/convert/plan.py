"""What becomes of a picture: by which separation, for which press, on what page."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.base.errors import ParameterError
from app.base.options import AUTO, COMPRESSIONS, Options
from app.base.resolution import PRINT, Resolution
from app.convert.pipeline import Converter
from app.convert.source_colour import kept_profile, refuse_tinted_paper, source_colour
from app.decode.picture import Picture
from app.encode import xmp
from app.encode.tiff import Page
from lut.base.packing import INKS, Bytes
from lut.conditions.condition import Condition
from lut.icc.profiles import Profile
from lut.separation.recipe import Recipe
from lut.store.table_store import TableStore

RULES: Final = ("black", "max_ink", "brand", "intent", "bpc", "source")
"""Options that only a separation can obey."""


class Untouched:
    """The converter of a picture that is CMYK already."""

    def another(self) -> "Untouched":
        """It has nothing of its own."""
        return self

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Copy the inks."""
        np.copyto(out, rgbx)


@dataclass(frozen=True)
class Choice:
    """How a picture becomes what.

    Attributes:
        converter: of RGBX into inks, for one thread.
        press: whose inks they are; None where the picture brings inks without a profile.
        recipe: of the separation; None where the picture brings its inks.
        told: what was chosen, in words, by the name of its header.
        page: what the TIFF holds.
    """

    converter: Converter
    press: Profile | None
    recipe: Recipe | None
    told: dict[str, str]
    page: Page


def choose(
    picture: Picture,
    options: Options,
    sent_profile: bytes | None,
    tables: TableStore,
    default: Condition,
) -> Choice:
    """What the options make of a picture.

    Args:
        picture: its header.
        options: what it is to become.
        sent_profile: the picture's colour space, unjudged.
        tables: where its table comes from.
        default: the condition where none is asked for.

    Raises:
        ParameterError, ColourRefused: the options cannot be obeyed.
        LutError: as it says.
    """
    if picture.colour == "CMYK":
        _refuse_rules(options, sent_profile)
        return _kept(picture, options)
    colour = source_colour(picture, options.source, sent_profile)
    refuse_tinted_paper(colour, options.background_rgb)
    recipe = recipe_of(options, colour.profile, default)
    return _separated(picture, options, recipe, colour.told, tables)


def judge(options: Options, tables: TableStore, default: Condition) -> None:
    """What can be said of the options before the picture is there.

    Raises:
        UnknownCondition, RecipeError: as they say.
    """
    source = "srgb" if options.source == AUTO else options.source
    tables.separation(recipe_of(options, source, default))


def recipe_of(options: Options, source: str | Profile, default: Condition) -> Recipe:
    """The recipe that the options ask for.

    Raises:
        RecipeError: they contradict each other.
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


def _separated(
    picture: Picture, options: Options, recipe: Recipe, source: str, tables: TableStore
) -> Choice:
    separation = tables.separation(recipe)
    condition = tables.conditions[recipe.condition]
    told = {
        "Condition": condition.name,
        "Source": source,
        "Intent": f"{recipe.intent}, bpc {'on' if recipe.compensates else 'off'}",
        "Precision": separation.precision,
        "Table": separation.digest,
        "Pages": str(picture.pages),
    }
    return Choice(
        converter=tables.converter(recipe, picture.width * picture.height),
        press=condition.profile,
        recipe=recipe,
        told=told,
        page=_page(picture, options, condition.profile, condition.name),
    )


def _kept(picture: Picture, options: Options) -> Choice:
    profile = kept_profile(picture)
    source = f"{profile.description} (embedded)" if profile else "CMYK (no profile)"
    told = {"Source": f"{source}, kept", "Pages": str(picture.pages)}
    return Choice(Untouched(), profile, None, told, _page(picture, options, profile, None))


def _refuse_rules(options: Options, sent_profile: bytes | None) -> None:
    """Inks that are kept obey no rule: better no TIFF than one that was thought to."""
    asked = [name for name in RULES if getattr(options, name) != Options.model_fields[name].default]
    if sent_profile is not None:
        asked.append("source_profile")
    if asked:
        raise ParameterError(
            f"a CMYK picture is kept as it is, and cannot obey {', '.join(asked)}: leave it out"
        )


def _page(
    picture: Picture, options: Options, profile: Profile | None, condition: str | None
) -> Page:
    keeps = options.metadata == "keep"
    embedded = profile if options.profile == "embed" else None
    name = embedded.description if embedded else ""
    samples = INKS + picture.alpha
    return Page(
        width=picture.width,
        height=picture.height,
        resolution=_resolution(picture, options),
        profile=embedded.data if embedded else b"",
        compression=COMPRESSIONS[options.compression],
        alpha=picture.alpha,
        condition=condition or "",
        xmp=xmp.corrected(picture.xmp, name, samples) if keeps and picture.xmp else b"",
        iptc=xmp.records(picture.iptc) if keeps and picture.iptc else b"",
    )


def _resolution(picture: Picture, options: Options) -> Resolution:
    width = picture.full[0]
    dpi = options.dpi_of(width)
    if dpi is None:
        return picture.resolution or PRINT
    resolution = Resolution.of_dpi(dpi, dpi)
    if resolution is None:
        raise ParameterError(
            f"print_width={options.print_width} would make {width} pixels {dpi:g} dpi: "
            "expected 1 … 100000"
        )
    return resolution
