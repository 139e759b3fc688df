"""`Pressroom`: what all conversions share, and their order."""

from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO

from app import pipeline
from app.colour import source_colour
from app.options import AUTO, COMPRESSIONS, Options
from app.pipeline import Job, Output
from app.resolution import PRINT, Resolution
from app.settings import Settings
from app.source import Picture, open_picture
from app.tiff import Page
from lut import Conditions, Profile, Recipe, TableStore


def never() -> None:
    """A conversion that nobody can abandon."""


@dataclass(frozen=True)
class Begun:
    """A conversion that has begun.

    Attributes:
        output: the TIFF's length and chunks.
        condition, source, precision: what was chosen, in words.
    """

    output: Output
    condition: str
    source: str
    precision: str


class Pressroom:
    """Settings, conditions and tables.

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

    def convert(self, file: FileIO, options: Options, check: Callable[[], None] = never) -> Begun:
        """Begin a conversion: judge, choose, get the table, convert.

        Args:
            file: the picture; read through its descriptor until the last chunk.
            options: what it is to become.
            check: called between strips; what it raises ends the conversion.

        Raises:
            AppError, LutError: as they say.
        """
        picture = open_picture(file, self.settings)
        colour = source_colour(picture, options.source)
        recipe = self._recipe(options, colour.profile)
        job = Job(
            picture,
            self.tables.converter(recipe, picture.width * picture.height),
            self._page(picture, options),
            self.settings.spool,
            check,
        )
        precision = self.tables.separation(recipe).precision
        return Begun(pipeline.convert(job), recipe.condition, colour.told, precision)

    def _recipe(self, options: Options, source: str | Profile) -> Recipe:
        return Recipe(options.condition or self.default.name, source, options.precision)

    def _page(self, picture: Picture, options: Options) -> Page:
        asked = Resolution.of_dpi(options.dpi, options.dpi) if options.dpi else None
        return Page(
            picture.width,
            picture.height,
            asked or picture.resolution or PRINT,
            self.conditions[options.condition or self.default.name].profile.data,
            COMPRESSIONS[options.compression],
        )
