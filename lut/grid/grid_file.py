"""A grid's file: an uncompressed `.npz` of format version, nodes and digest.

NumPy reads it, without pickles, from bytes that are bounded before and after unpacking. Then the
digest decides, which `Grid.load` compares with that of the nodes.
"""

import io
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lut.base.errors import GridError
from lut.base.files import write_aside

FORMAT: Final = 1
LARGEST: Final = 1 << 20
"""Bytes of a file, and of each of its members: a larger one is refused before it is unpacked."""

LAYOUT: Final[dict[str, tuple[np.dtype[Any], tuple[int, ...]]]] = {
    "format": (np.dtype("<i4"), ()),
    "nodes": (np.dtype("<i4"), (16, 16, 16, 4)),
    "digest": (np.dtype("<U64"), ()),
}


def save(path: Path, nodes: NDArray[np.int32], digest: str) -> None:
    """Write a grid to a file beside `path` and rename it."""
    stream = io.BytesIO()
    np.savez(stream, format=np.int32(FORMAT), nodes=nodes, digest=np.array(digest))
    write_aside(path, stream.getvalue())


def load(path: Path) -> tuple[NDArray[Any], str]:
    """Return the nodes that a file holds, and the digest that they should have.

    Raises:
        GridError: the file cannot be read or is not what `save` writes.
    """
    try:
        return _parse(_read(path))
    except Exception as error:
        raise GridError(f"{path}: expected a grid (.npz, format {FORMAT}), got {error}") from error


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST} bytes")
    return data


def _parse(data: bytes) -> tuple[NDArray[Any], str]:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        if archive.files != list(LAYOUT):
            raise ValueError(f"members {archive.files} instead of {list(LAYOUT)}")
        if any(member.file_size > LARGEST for member in archive.zip.infolist()):
            raise ValueError(f"a member of more than {LARGEST} bytes")
        version, nodes, digest = (_member(archive, name) for name in LAYOUT)
    if version != FORMAT:
        raise ValueError(f"format {version.item()}")
    return nodes, str(digest)


def _member(archive: Any, name: str) -> NDArray[Any]:
    array: NDArray[Any] = archive[name]
    if (array.dtype, array.shape) != LAYOUT[name]:
        dtype, shape = LAYOUT[name]
        raise ValueError(f"{name} {array.dtype.str} {array.shape} instead of {dtype.str} {shape}")
    return array
