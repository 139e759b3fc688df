"""The way of a pixel: upright strips from the decoder, inks from the table, chunks of a TIFF.

Where the time goes, 24 Mpx of JPEG through a resident exact table, on one core of an EPYC: 0.10 s
in the decoder, 0.03 to 0.04 s in the lookup, 0.01 s in the kernel, which sends; the rest is too
little to measure. With four pictures at once the lookup takes 0.04 s. `Timings` has these seconds
of every request, `GET /metrics` of all of them.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from app.base.timings import Timings
from app.capacity.slots import Spare
from app.capacity.spool import spool_file
from app.convert.second_thread import with_second_thread
from app.decode.picture import Picture
from app.encode import tiff
from app.encode.compression import compress, read_back
from app.encode.tiff import TiffLayout
from lut.base.packing import INKS, Bytes

Chunk = bytes | memoryview

WORTH_TWO: Final = 8
"""Strips of a picture from which on a second thread is worth its start."""


class Converter(Protocol):
    """What turns RGBX into inks, in one thread: a `TileConverter` or its like."""

    def another(self) -> "Converter":
        """Return the same for another thread."""

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Convert uint8 `[..., 4]`, its pixels at one distance, into C-contiguous `out`."""


@dataclass(frozen=True)
class Job:
    """One picture and what it becomes.

    Attributes:
        picture: read once.
        converter: of the thread that works.
        layout: what the TIFF holds.
        spool: the folder for what must wait on disk.
        check: called between strips; what it raises ends the conversion.
        spare: a slot for a second thread, where there may be one.
        timings: where the work counts its seconds.
    """

    picture: Picture
    converter: Converter
    layout: TiffLayout
    spool: Path
    check: Callable[[], None]
    spare: Spare | None = None
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True)
class Output:
    """A TIFF that is being made.

    Attributes:
        length: bytes of all chunks together, exactly.
        chunks: the TIFF's bytes, to be iterated once; each chunk has memory of its own.
    """

    length: int
    chunks: Iterator[Chunk]


def convert(job: Job, held: ExitStack) -> Output:
    """Begin a conversion.

    Uncompressed, nothing is decoded yet: each chunk is converted when it is asked for.
    Compressed, all strips are converted now, because the directory needs their sizes.

    Args:
        job: the picture and what it becomes.
        held: closes what the chunks are made from; open until the last chunk has been taken.

    Raises:
        ImageBroken: the file is damaged; of an uncompressed TIFF, the chunks raise it.
    """
    if job.layout.compression == "none":
        sizes = job.layout.strip_sizes
        body: Generator[Chunk] = _uncompressed(job)
    else:
        spool = held.enter_context(spool_file(job.spool))
        with closing(converted_strips(job)) as strips:
            sizes = compress(strips, job.layout.compression, spool)
        body = read_back(spool)
    head = tiff.header(job.layout, sizes)
    return Output(len(head) + sum(sizes), chain([head], held.enter_context(closing(body))))


def converted_strips(job: Job) -> Generator[Bytes]:
    """Yield inks, one TIFF strip at a time: uint8 `[h, width, samples]` in one reused buffer.

    Raises:
        ImageBroken: the file is damaged.
    """
    inker = Inker(job.converter, job)
    with closing(decoded_strips(job)) as strips:
        for rgbx in strips:
            job.check()
            yield inker.inks(rgbx)


def decoded_strips(job: Job) -> Generator[Bytes]:
    """Yield RGBX or RGBA, one TIFF strip at a time."""
    return job.timings.each("decode", _decoded_strips(job))


def _decoded_strips(job: Job) -> Generator[Bytes]:
    with spool_file(job.spool) as spool:
        yield from regrouped(job.picture.strips(spool), job.layout.strip_rows)


class Inker:
    """A thread's converter with the buffers that it fills again and again."""

    def __init__(self, converter: Converter, job: Job) -> None:
        self._layout, self._timings = job.layout, job.timings
        self._converter = converter
        self._inks = self._empty(job.layout.rows_per_strip, INKS)
        self._samples = self._empty(job.layout.rows_per_strip, job.layout.samples)

    def inks(self, rgbx: Bytes) -> Bytes:
        """Return a strip's samples in a reused buffer, valid until the next strip."""
        return self._filled(self._samples[: len(rgbx)], rgbx)

    def chunk(self, rgbx: Bytes) -> memoryview:
        """Return a strip's samples in memory of their own: a reused buffer never leaves.

        The converter writes there. A copy would hold the interpreter's lock and take a tenth of a
        core.
        """
        return self._filled(self._empty(len(rgbx), self._layout.samples), rgbx).reshape(-1).data

    def _filled(self, samples: Bytes, rgbx: Bytes) -> Bytes:
        with self._timings.timed("convert"):
            if not self._layout.alpha:
                self._converter.convert(rgbx, samples)
                return samples
            inks = self._inks[: len(rgbx)]
            self._converter.convert(rgbx, inks)
            samples[..., :INKS] = inks
            samples[..., INKS:] = rgbx[..., 3:]
            return samples

    def _empty(self, rows: int, samples: int) -> Bytes:
        return np.empty((rows, self._layout.width, samples), np.uint8)


def regrouped(strips: Iterator[Bytes], heights: list[int]) -> Iterator[Bytes]:
    """Yield the same rows in strips of the given heights; without a copy where these agree."""
    rest = next(strips)
    for height in heights:
        while len(rest) < height:
            rest = np.concatenate([rest, next(strips)])
        yield rest[:height]
        rest = rest[height:] if len(rest) > height else next(strips, rest[:0])


def _uncompressed(job: Job) -> Generator[Chunk]:
    with closing(_by_two_threads(job) if _may_be_two(job) else _by_one_thread(job)) as chunks:
        for chunk in chunks:
            job.check()
            yield chunk


def _may_be_two(job: Job) -> bool:
    is_worth_it = len(job.layout.strip_rows) >= WORTH_TWO
    return is_worth_it and job.spare is not None and job.spare.holds()


def _by_one_thread(job: Job) -> Generator[Chunk]:
    inker = Inker(job.converter, job)
    with closing(decoded_strips(job)) as strips:
        for rgbx in strips:
            yield inker.chunk(rgbx)


def _by_two_threads(job: Job) -> Generator[Chunk]:
    assert job.spare  # noqa: S101 - see _may_be_two
    mine, second = Inker(job.converter, job), Inker(job.converter.another(), job)
    return with_second_thread(decoded_strips(job), (mine.chunk, second.chunk), job.spare)
