"""`Pressroom`: what all conversions share, and their order."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from io import FileIO
from typing import Final

import numpy as np

from app import metadata, pipeline
from app.budget import Budget
from app.colour import kept_profile, refuse_tinted_paper, source_colour
from app.errors import ParameterError, TooMuch
from app.isolation import Decoders
from app.options import AUTO, COMPRESSIONS, Options
from app.pipeline import Converter, Job, Output
from app.resolution import PRINT, Resolution
from app.settings import Settings
from app.slots import Check, Slots, never
from app.source import Picture, open_picture
from app.stages import Stages
from app.tiff import Page
from lut import Conditions, Profile, Recipe, TableStore
from lut.packing import INKS, Bytes

RULES: Final = ("black", "max_ink", "brand", "intent", "bpc", "source")
"""Options that only a separation can obey."""


SMALL: Final = 32 << 20
"""Bytes of an output that is done in an instant. It is finished before it is sent, so that damage
anywhere in the file is still a clean answer, and takes the small lane."""


@dataclass(frozen=True)
class Begun:
    """A conversion that has begun.

    Attributes:
        output: the TIFF's length and chunks.
        told: what was chosen, in words, by the name of its header.
        pixels: of the picture.
    """

    output: Output
    told: dict[str, str]
    pixels: int


class Untouched:
    """The converter of a picture that is CMYK already."""

    def another(self) -> "Untouched":
        """It has nothing of its own."""
        return self

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Copy the inks."""
        np.copyto(out, rgbx)


class Pressroom:
    """Settings, conditions, tables, memory and slots.

    Raises:
        ConditionError: a folder of conditions is damaged, or has no default condition.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.conditions = Conditions(*[settings.conditions] if settings.conditions else [])
        self.tables = TableStore(
            settings.tables, self.conditions, max_bytes=int(settings.table_cache)
        )
        self.default = self.conditions[settings.condition]
        self.slots = Slots(settings.slots, settings.queue)
        self._budget = Budget(int(settings.decoder_budget), settings.queue)
        self._decoders = Decoders(settings) if settings.isolation == "on" else None
        self.ready = False

    def warm_up(self) -> None:
        """Make the default condition's table, and be `ready`."""
        self.tables.table(Recipe(self.default.name))
        self.ready = True

    def judge(self, options: Options) -> None:
        """What can be said of the options before the picture is there.

        Raises:
            UnknownCondition, RecipeError: as they say.
        """
        source = "srgb" if options.source == AUTO else options.source
        self.tables.separation(self._recipe(options, source))

    @contextmanager
    def converting(
        self,
        file: FileIO,
        options: Options,
        sent_profile: bytes | None = None,
        check: Check = never,
        stages: Stages | None = None,
    ) -> Iterator[Begun]:
        """Judge the picture, wait for memory and a slot, choose, get the table, convert.

        Args:
            file: the picture; read through its descriptor until the last chunk.
            options: what it is to become.
            sent_profile: the picture's colour space, unjudged.
            check: called while it waits and between strips; what it raises ends the conversion.
            stages: told where the time goes.

        Raises:
            AppError, LutError: as they say.
        """
        stages = stages or Stages()

        def between() -> None:
            check()
            self._refuse_long()
            if not small:
                self.slots.make_way()

        with ExitStack() as held:
            picture = held.enter_context(self._opened(file, options, check))
            small = picture.width * picture.height * INKS <= SMALL
            with stages.timed("wait"):
                held.enter_context(self._budget.hold(picture.decoder_memory, check))
                held.enter_context(self.slots.work(check, small=small))
            choice = self._choose(picture, options, sent_profile)
            job = Job(
                picture=picture,
                converter=choice.converter,
                page=choice.page,
                spool=self.settings.spool,
                check=between,
                spare=self.slots.spare(),
                stages=stages,
            )
            output = pipeline.convert(job)
            held.enter_context(closing(output.chunks))
            yield Begun(output, choice.told, picture.width * picture.height)

    def close(self) -> None:
        """Nothing is converted any more."""
        if self._decoders:
            self._decoders.close()

    def _opened(
        self, file: FileIO, options: Options, check: Check
    ) -> AbstractContextManager[Picture]:
        if self._decoders:
            return self._decoders.open(file, options, check)
        return nullcontext(open_picture(file, self.settings, options))

    def _refuse_long(self) -> None:
        most = self.settings.max_seconds
        if self.slots.worked > most:
            raise TooMuch(f"a conversion may take {most:g} s (max_seconds), and has taken more")

    def _choose(self, picture: Picture, options: Options, sent_profile: bytes | None) -> "_Choice":
        if picture.colour == "CMYK":
            _refuse_rules(options, sent_profile)
            return _kept(picture, options)
        return self._separated(picture, options, sent_profile)

    def _separated(
        self, picture: Picture, options: Options, sent_profile: bytes | None
    ) -> "_Choice":
        colour = source_colour(picture, options.source, sent_profile)
        refuse_tinted_paper(colour, options.paper)
        recipe = self._recipe(options, colour.profile)
        separation = self.tables.separation(recipe)
        condition = self.conditions[recipe.condition]
        converter = self.tables.converter(recipe, picture.width * picture.height)
        page = _page(picture, options, condition.profile, condition.name)
        told = {
            "Condition": condition.name,
            "Source": colour.told,
            "Intent": f"{recipe.intent}, bpc {'on' if recipe.compensates else 'off'}",
            "Precision": separation.precision,
            "Table": separation.digest,
            "Pages": str(picture.pages),
        }
        return _Choice(converter, page, told)

    def _recipe(self, options: Options, source: str | Profile) -> Recipe:
        return Recipe(
            condition=options.condition or self.default.name,
            source=source,
            precision=options.precision,
            intent=options.intent,
            bpc=None if options.bpc is None else options.bpc == "on",
            black=options.black,
            max_ink=options.max_ink,
            brand=tuple(options.brand),
        )


@dataclass(frozen=True)
class _Choice:
    """How a picture becomes what page, and what is told of it."""

    converter: Converter
    page: Page
    told: dict[str, str]


def _kept(picture: Picture, options: Options) -> _Choice:
    profile = kept_profile(picture)
    source = f"{profile.description} (embedded)" if profile else "CMYK (no profile)"
    told = {"Source": f"{source}, kept", "Pages": str(picture.pages)}
    return _Choice(Untouched(), _page(picture, options, profile, None), told)


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
        xmp=metadata.corrected(picture.xmp, name, samples) if keeps and picture.xmp else b"",
        iptc=metadata.records(picture.iptc) if keeps and picture.iptc else b"",
    )


def _resolution(picture: Picture, options: Options) -> Resolution:
    dpi = options.dpi_of(picture.width)
    if dpi is None:
        return picture.resolution or PRINT
    resolution = Resolution.of_dpi(dpi, dpi)
    if resolution is None:
        raise ParameterError(
            f"print_width={options.print_width} would make {picture.width} pixels {dpi:g} dpi: "
            "expected 1 … 100000"
        )
    return resolution
