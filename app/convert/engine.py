"""`Pressroom`: what all conversions share, and their order."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from app.base.errors import TooMuch
from app.base.options import Options
from app.base.settings import Settings
from app.base.timings import Stages
from app.capacity.memory_ledger import Budget
from app.capacity.slots import Check, Slots, never
from app.convert import pipeline, plan
from app.convert.pipeline import Job, Output
from app.convert.plan import Choice
from app.convert.small_outputs import SMALL, Finished
from app.decode.decoder_process.parent import Decoders
from app.decode.picture import Picture, open_picture
from lut.base.packing import INKS
from lut.conditions.catalogue import Conditions
from lut.separation.recipe import Recipe
from lut.store.table_store import TableStore


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


@dataclass(frozen=True)
class Admitted:
    """A picture that has a slot, and what it becomes.

    Attributes:
        picture: judged; read once.
        choice: how.
        spool: the folder for what must wait on disk.
        check: to be called between strips; what it raises ends the work.
        stages: told where the time goes.
    """

    picture: Picture
    choice: Choice
    spool: Path
    check: Check
    stages: Stages


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
        self.finished = Finished(int(settings.output_budget), settings.spool)
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
        plan.judge(options, self.tables, self.default)

    @contextmanager
    def converting(
        self,
        file: FileIO,
        options: Options,
        sent_profile: bytes | None = None,
        check: Check = never,
        stages: Stages | None = None,
    ) -> Iterator[Begun]:
        """Admit a picture, and begin to convert it. As `admitted`."""
        with ExitStack() as held:
            admitted = held.enter_context(self.admitted(file, options, sent_profile, check, stages))
            picture, chosen = admitted.picture, admitted.choice
            job = Job(
                picture=picture,
                converter=chosen.converter,
                page=chosen.page,
                spool=admitted.spool,
                check=admitted.check,
                spare=self.slots.spare(),
                stages=admitted.stages,
            )
            output = pipeline.convert(job)
            held.enter_context(closing(output.chunks))
            yield Begun(output, chosen.told, picture.width * picture.height)

    @contextmanager
    def admitted(
        self,
        file: FileIO,
        options: Options,
        sent_profile: bytes | None = None,
        check: Check = never,
        stages: Stages | None = None,
        size: int | None = None,
    ) -> Iterator[Admitted]:
        """Judge the picture, wait for memory and a slot, choose, get the table.

        Args:
            file: the picture; read through its descriptor within the block.
            options: what it is to become.
            sent_profile: the picture's colour space, unjudged.
            check: called while it waits and between strips; what it raises ends the conversion.
            stages: told where the time goes.
            size: pixels of the longer side, where it is only to be looked at.

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
            picture = held.enter_context(self._opened(file, options, check, size))
            small = picture.full[0] * picture.full[1] * INKS <= SMALL
            with stages.timed("wait"):
                held.enter_context(self._budget.hold(picture.decoder_memory, check))
                held.enter_context(self.slots.work(check, small=small))
            chosen = plan.choose(picture, options, sent_profile, self.tables, self.default)
            yield Admitted(picture, chosen, self.settings.spool, between, stages)

    def close(self) -> None:
        """Nothing is converted any more."""
        if self._decoders:
            self._decoders.close()

    def _opened(
        self, file: FileIO, options: Options, check: Check, size: int | None
    ) -> AbstractContextManager[Picture]:
        if self._decoders:
            return self._decoders.open(file, options, check, size)
        return nullcontext(open_picture(file, self.settings, options, size))

    def _refuse_long(self) -> None:
        most = self.settings.max_seconds
        if self.slots.worked > most:
            raise TooMuch(f"a conversion may take {most:g} s (max_seconds), and has taken more")
