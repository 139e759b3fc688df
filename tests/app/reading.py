"""Pictures read by `app.decode.picture`, and the same arithmetic done another way."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.base.options import Options
from app.base.settings import Settings
from app.decode.picture import Picture, open_picture
from lut.base.packing import Bytes
from tests.pictures import Samples


@contextmanager
def file_of(data: bytes) -> Iterator[FileIO]:
    """Open an unbuffered file without a name."""
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(data)
        yield file


@cache
def settings_of(**values: Any) -> Settings:
    """Return settings, made once: reading the environment takes longer than many a test."""
    return Settings(**values)


@contextmanager
def opened(data: bytes, **limits: Any) -> Iterator[Picture]:
    """Open the picture in a file of these bytes."""
    with file_of(data) as file:
        yield open_picture(file, settings_of(**limits), Options())


def decoded(data: bytes) -> Bytes:
    """Return all pixels of a file, RGBX."""
    with opened(data) as picture, tempfile.TemporaryFile() as spool:
        rgbx = np.concatenate(list(picture.strips(spool)))
        assert rgbx.shape == (picture.header.height, picture.header.width, 4)
        return rgbx


def on_white(samples: Samples, white: int) -> NDArray[np.int64]:
    """Return the RGB levels of grey, grey + alpha, RGB or RGBA samples on white paper.

    This divides first and rounds by the remainder, so that it shares nothing with the formula
    that is tested.
    """
    values = samples.astype(np.int64)
    if values.shape[-1] in (2, 4):
        alpha = values[..., -1:]
        light = values[..., :-1] * alpha + (white - alpha) * white
    else:
        light = values * white
    level, remainder = np.divmod(light * 255, white * white)
    level += 2 * remainder >= white * white
    return np.broadcast_to(level, (*level.shape[:-1], 3))


def open_files() -> set[str]:
    """Return the files that this process has open: descriptor and path of each."""
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            found.add(f"{descriptor.name} {os.readlink(descriptor)}")  # noqa: PTH115 - deleted files too
        except FileNotFoundError:
            continue
    return found
