"""`Engine`: what all conversions share, and the order in which one is admitted and begun."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.base.cancellation import Check
from app.base.errors import TooMuch
from app.base.options import Options
from app.base.settings import Settings
from app.base.timings import Timings
from app.capacity.memory_ledger import MemoryLedger
from app.capacity.slots import Lease, Slots
from app.convert import pipeline
from app.convert.pipeline import Chunk, Job
from app.convert.plan import Plan, plan_conversion, refuse_impossible
from app.convert.small_outputs import SMALL, SmallOutputs
from app.convert.submission import Submission
from app.decode.decoder_process.parent import Decoders
from app.decode.picture import Picture, open_picture
from lut.base.packing import INKS
from lut.conditions.catalogue import Conditions
from lut.separation.recipe import Recipe
from lut.store.table_store import TableStore


@dataclass(frozen=True)
class Admitted:
    """A picture that has a slot, and what it becomes.

    Attributes:
        picture: its header is judged; its pixels are read once.
        plan: how it is converted.
        lease: the slot in which it is converted.
        spool: the folder for what must wait on disk.
        check: to be called between strips; what it raises ends the work.
        timings: where the work counts its seconds.
    """

    picture: Picture
    plan: Plan
    lease: Lease
    spool: Path
    check: Check
    timings: Timings


@dataclass(frozen=True)
class Conversion:
    """A conversion that has begun. Closing it frees all that it holds.

    Attributes:
        facts: what was chosen, in words, by the name of its header.
        length: of the body, in bytes, exactly.
        pixels: of the picture.
        body: the TIFF's bytes, to be iterated once; each chunk has memory of its own.
        lease: the slot in which the body is made; a finished body needs none, and it has ended.
        held: closes what the body is made from.
    """

    facts: dict[str, str]
    length: int
    pixels: int
    body: Iterable[Chunk]
    lease: Lease
    held: ExitStack

    def close(self) -> None:
        """Free files, memory and the slot."""
        self.held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Engine:
    """Settings, conditions, tables, memory and slots. Safe for threads.

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
        self.ready = False
        self._small_outputs = SmallOutputs(int(settings.output_budget), settings.spool)
        self._decoder_memory = MemoryLedger(int(settings.decoder_budget), settings.queue)
        self._decoders = Decoders(settings) if settings.isolation == "on" else None

    def warm_up(self) -> None:
        """Make the default condition's table, and be `ready`."""
        self.tables.table(Recipe(self.default.name))
        self.ready = True

    def refuse_impossible(self, options: Options) -> None:
        """Refuse options that no picture could fulfil, before the service reads one.

        Raises:
            UnknownCondition, RecipeError: no picture could fulfil them.
        """
        refuse_impossible(options, self.tables, self.default)

    def begin(self, submission: Submission[Options]) -> Conversion:
        """Admit a picture and begin to convert it.

        An output of up to 32 MiB is finished here, so that damage anywhere in its file is an error
        before the first byte is sent; a larger one is converted while its body is iterated.

        Raises:
            AppError, LutError: the picture, or what it is to become, is refused.
        """
        with ExitStack() as kept:
            with ExitStack() as held:
                admitted = held.enter_context(self.admitted(submission))
                output = pipeline.convert(self._job(admitted), held)
                body: Iterable[Chunk] = output.chunks
                if output.length > SMALL:
                    kept.enter_context(held.pop_all())
                else:
                    body = kept.enter_context(self._small_outputs.keep(output))
            return Conversion(
                facts=admitted.plan.facts,
                length=output.length,
                pixels=admitted.picture.header.width * admitted.picture.header.height,
                body=body,
                lease=admitted.lease,
                held=kept.pop_all(),
            )

    @contextmanager
    def admitted(
        self, submission: Submission[Options], size: int | None = None
    ) -> Iterator[Admitted]:
        """Judge the picture's header, wait for memory and a slot, plan, and find the table.

        Args:
            submission: the picture; its file is read within the block, and closed after it.
            size: pixels of the longer side, where the picture is only looked at.

        Raises:
            AppError, LutError: the picture, or what it is to become, is refused.
        """
        with ExitStack() as held:
            held.enter_context(submission.file)
            picture = held.enter_context(self._opened(submission, size))
            small = picture.header.full[0] * picture.header.full[1] * INKS <= SMALL
            with submission.timings.timed("wait"):
                memory = picture.header.decoder_memory
                held.enter_context(self._decoder_memory.hold(memory, submission.check))
                lease = held.enter_context(self.slots.work(submission.check, small=small))

            def check() -> None:
                submission.check()
                self._refuse_long(lease)
                if not small:
                    lease.make_way()

            plan = plan_conversion(picture.header, submission, self.tables, self.default)
            spool = self.settings.spool
            yield Admitted(picture, plan, lease, spool, check, submission.timings)

    def close(self) -> None:
        """End what waits for pictures. Called when no conversion runs any more."""
        if self._decoders:
            self._decoders.close()

    def _opened(
        self, submission: Submission[Options], size: int | None
    ) -> AbstractContextManager[Picture]:
        file, options = submission.file, submission.options
        if self._decoders:
            return self._decoders.open(file, options, submission.check, size)
        return nullcontext(open_picture(file, self.settings, options, size))

    def _job(self, admitted: Admitted) -> Job:
        return Job(
            picture=admitted.picture,
            converter=admitted.plan.converter,
            layout=admitted.plan.layout,
            spool=admitted.spool,
            check=admitted.check,
            spare=self.slots.spare(),
            timings=admitted.timings,
        )

    def _refuse_long(self, lease: Lease) -> None:
        most = self.settings.max_seconds
        if lease.worked > most:
            raise TooMuch(f"a conversion may take {most:g} s (max_seconds), and has taken more")
