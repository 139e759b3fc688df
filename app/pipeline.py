"""The way of a pixel: source → upright strips → inks → TIFF. Four hops, and never back."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from app import tiff
from app.compression import compress, read_back
from app.source import Picture
from app.spool import spool_file
from app.tiff import Compression, Page
from lut.packing import INKS, Bytes


class Converter(Protocol):
    """What turns RGBX into inks: `lut.TileConverter` or its like."""

    def convert(self, rgbx: Bytes, out: Bytes) -> None:
        """Convert C-contiguous uint8 `[..., 4]` into `out`, of the same shape."""


@dataclass(frozen=True)
class Job:
    """One picture and what it is to become.

    Attributes:
        picture: read once.
        converter: of the thread that works.
        page: what the TIFF holds.
        spool: the folder for what must wait on disk.
        check: called between strips; what it raises ends the conversion.
    """

    picture: Picture
    converter: Converter
    page: Page
    spool: Path
    check: Callable[[], None]


@dataclass(frozen=True)
class Output:
    """A TIFF on its way.

    Attributes:
        length: of all chunks together, exactly.
        chunks: its bytes, each chunk its own; closing the iterator frees all it holds.
    """

    length: int
    chunks: Generator[bytes]


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
    page = job.page
    inks = np.empty((page.rows_per_strip, page.width, INKS), np.uint8)
    samples = np.empty((*inks.shape[:2], page.samples), np.uint8) if page.alpha else inks
    with spool_file(job.spool) as spool:
        for rgbx in regrouped(job.picture.strips(spool), page.strip_rows):
            job.check()
            rows = slice(0, len(rgbx))
            job.converter.convert(rgbx, inks[rows])
            if page.alpha:
                samples[rows, :, :INKS] = inks[rows]
                samples[rows, :, INKS:] = rgbx[..., 3:]
            yield samples[rows]


def regrouped(strips: Iterator[Bytes], heights: list[int]) -> Iterator[Bytes]:
    """The same rows in strips of the given heights; untouched where they agree already."""
    rest = next(strips)
    for height in heights:
        while len(rest) < height:
            rest = np.concatenate([rest, next(strips)])
        yield rest[:height]
        rest = rest[height:] if len(rest) > height else next(strips, rest[:0])


def _plain(job: Job) -> Generator[bytes]:
    with closing(separated(job)) as strips:
        for strip in strips:
            yield strip.tobytes()  # a reused buffer never leaves: this copy is the response's


def _output(page: Page, sizes: list[int], body: Generator[bytes], held: ExitStack) -> Output:
    head = tiff.header(page, sizes)
    chunks = _chained(head, body, held)
    next(chunks)  # a generator that has not begun would not free what it holds when closed
    return Output(len(head) + sum(sizes), chunks)


def _chained(head: bytes, body: Generator[bytes], held: ExitStack) -> Generator[bytes]:
    with held, closing(body):
        yield b""
        yield head
        yield from body
