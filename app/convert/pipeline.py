"""The way of a pixel: source → upright strips → inks → TIFF. Four hops, and never back.

Where the time goes, 24 Mpx of JPEG through a resident exact table, on one core of an EPYC: 0.10 s
in the decoder, 0.03 to 0.04 in the lookup, 0.01 in the kernel that sends; the rest is too little to
tell. Of four at once, the lookup takes 0.04. `Stages` has it of every request, `GET /metrics` of
all.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from app.base.timings import Stages
from app.capacity.slots import Spare
from app.capacity.spool import spool_file
from app.convert.second_thread import in_tandem
from app.decode.picture import Picture
from app.encode import tiff
from app.encode.compression import compress, read_back
from app.encode.tiff import Compression, Page
from lut.base.packing import INKS, Bytes

Chunk = bytes | memoryview

WORTH_TWO: Final = 8
"""Strips from which on a second thread is worth its start."""


class Converter(Protocol):
    """What turns RGBX into inks, in one thread: `lut.TileConverter` or its like."""

    def another(self) -> "Converter":
        """The same for another thread."""

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Convert uint8 `[..., 4]`, its pixels at one distance, into C-contiguous `out`."""


@dataclass(frozen=True)
class Job:
    """One picture and what it is to become.

    Attributes:
        picture: read once.
        converter: of the thread that works.
        page: what the TIFF holds.
        spool: the folder for what must wait on disk.
        check: called between strips; what it raises ends the conversion.
        spare: a slot for a second thread, where there may be one.
        stages: where its time goes.
    """

    picture: Picture
    converter: Converter
    page: Page
    spool: Path
    check: Callable[[], None]
    spare: Spare | None = None
    stages: Stages = field(default_factory=Stages)


@dataclass(frozen=True)
class Output:
    """A TIFF on its way.

    Attributes:
        length: of all chunks together, exactly.
        chunks: its bytes, each chunk its own; closing the iterator frees all it holds.
    """

    length: int
    chunks: Generator[Chunk]


def convert(job: Job) -> Output:
    """Begin a conversion.

    Uncompressed, nothing is decoded yet: every chunk is converted when it is asked for.
    Compressed, all is converted now, because the directory needs the strips' sizes.

    Raises:
        ImageBroken: the file turns out to be damaged; uncompressed, the chunks raise it.
    """
    if job.page.compression is Compression.NONE:
        return _output(job.page, job.page.strip_sizes, _plain(job), ExitStack())
    with ExitStack() as held:
        spool = held.enter_context(spool_file(job.spool))
        with closing(separated(job)) as strips:
            sizes = compress(strips, job.page.compression, spool)
        return _output(job.page, sizes, read_back(spool), held.pop_all())


def separated(job: Job) -> Generator[Bytes]:
    """Inks, one TIFF strip at a time: uint8 `[h, width, samples]` in one reused buffer.

    Raises:
        ImageBroken: the file turns out to be damaged.
    """
    inker = Inker(job.converter, job)
    with closing(decoded(job)) as strips:
        for rgbx in strips:
            job.check()
            yield inker.inks(rgbx)


def decoded(job: Job) -> Generator[Bytes]:
    """RGBX or RGBA of one TIFF strip at a time."""
    return job.stages.each("decode", _decoded(job))


def _decoded(job: Job) -> Generator[Bytes]:
    with spool_file(job.spool) as spool:
        yield from regrouped(job.picture.strips(spool), job.page.strip_rows)


class Inker:
    """A thread's converter with the buffers that it fills again and again."""

    def __init__(self, converter: Converter, job: Job) -> None:
        self._page, self._stages = job.page, job.stages
        self._converter = converter
        self._inks = self._empty(job.page.rows_per_strip, INKS)
        self._samples = self._empty(job.page.rows_per_strip, job.page.samples)

    def inks(self, rgbx: Bytes) -> Bytes:
        """A strip's samples, until the next is asked for."""
        return self._filled(self._samples[: len(rgbx)], rgbx)

    def finished(self, rgbx: Bytes) -> memoryview:
        """The same in memory of their own: a reused buffer never leaves.

        Not a copy: that would hold the interpreter's lock, and take a tenth of a core.
        """
        return self._filled(self._empty(len(rgbx), self._page.samples), rgbx).reshape(-1).data

    def _filled(self, samples: Bytes, rgbx: Bytes) -> Bytes:
        with self._stages.timed("convert"):
            if not self._page.alpha:
                self._converter.convert(rgbx, samples)
                return samples
            inks = self._inks[: len(rgbx)]
            self._converter.convert(rgbx, inks)
            samples[..., :INKS] = inks
            samples[..., INKS:] = rgbx[..., 3:]
            return samples

    def _empty(self, rows: int, samples: int) -> Bytes:
        return np.empty((rows, self._page.width, samples), np.uint8)


def regrouped(strips: Iterator[Bytes], heights: list[int]) -> Iterator[Bytes]:
    """The same rows in strips of the given heights; untouched where they agree already."""
    rest = next(strips)
    for height in heights:
        while len(rest) < height:
            rest = np.concatenate([rest, next(strips)])
        yield rest[:height]
        rest = rest[height:] if len(rest) > height else next(strips, rest[:0])


def _plain(job: Job) -> Generator[Chunk]:
    with closing(_in_tandem(job) if _may_be_two(job) else _alone(job)) as chunks:
        for chunk in chunks:
            job.check()
            yield chunk


def _may_be_two(job: Job) -> bool:
    is_worth_it = len(job.page.strip_rows) >= WORTH_TWO
    return is_worth_it and job.spare is not None and job.spare.holds()


def _alone(job: Job) -> Generator[Chunk]:
    inker = Inker(job.converter, job)
    with closing(decoded(job)) as strips:
        for rgbx in strips:
            yield inker.finished(rgbx)


def _in_tandem(job: Job) -> Generator[Chunk]:
    assert job.spare  # noqa: S101 - see _may_be_two
    mine, theirs = Inker(job.converter, job), Inker(job.converter.another(), job)
    return in_tandem(decoded(job), (mine.finished, theirs.finished), job.spare)


def _output(page: Page, sizes: list[int], body: Generator[Chunk], held: ExitStack) -> Output:
    head = tiff.header(page, sizes)
    chunks = _chained(head, body, held)
    next(chunks)  # a generator that has not begun would not free what it holds when closed
    return Output(len(head) + sum(sizes), chunks)


def _chained(head: bytes, body: Generator[Chunk], held: ExitStack) -> Generator[Chunk]:
    with held, closing(body):
        yield b""
        yield head
        yield from body
