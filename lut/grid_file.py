"""A grid on disk: an uncompressed `.npz` of format version, nodes and digest.

The file is judged before it is believed: its size, the zip's own end record, the names of
its members, and each member's header, length and checksum. Pickles are never read.
"""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lut.errors import GridError
from lut.files import write_aside

FORMAT: Final = 1
LARGEST: Final = 1 << 20
MEMBERS: Final = ("format.npy", "nodes.npy", "digest.npy")
_END: Final = struct.Struct("<4s4H2LH")


def save(path: Path, nodes: NDArray[np.int32], digest: str) -> None:
    """Write beside `path` and rename."""
    stream = io.BytesIO()
    np.savez(stream, format=np.int32(FORMAT), nodes=nodes, digest=np.array(digest))
    write_aside(path, stream.getvalue())


def load(path: Path) -> tuple[NDArray[Any], str]:
    """The nodes, as they stand in the file, and the digest they should have.

    Raises:
        GridError: the file cannot be read or is not what `save` writes.
    """
    try:
        return _parse(_read(path))
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise GridError(f"{path}: expected a grid (.npz, format {FORMAT}), got {error}") from error


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST} bytes")
    return data


def _parse(data: bytes) -> tuple[NDArray[Any], str]:
    _refuse_slack(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if tuple(archive.namelist()) != MEMBERS:
            raise ValueError(f"members {archive.namelist()} instead of {list(MEMBERS)}")
        version, nodes, digest = (_member(archive, name) for name in MEMBERS)
    if version.shape != () or version.dtype != np.int32 or version != FORMAT:
        raise ValueError(f"format {version.tolist()}")
    if digest.shape != () or digest.dtype.kind != "U":
        raise ValueError(f"a digest of type {digest.dtype} {list(digest.shape)}")
    return nodes, str(digest)


def _refuse_slack(data: bytes) -> None:
    if len(data) < _END.size:
        raise ValueError(f"{len(data)} bytes")
    magic, *_, size, offset, comment = _END.unpack(data[-_END.size :])
    if magic != b"PK\x05\x06" or comment or offset + size + _END.size != len(data):
        raise ValueError("a truncated file or trailing bytes")


def _member(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with archive.open(name) as stream:
        array: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
        if stream.read(1):
            raise ValueError(f"trailing bytes in {name}")
    return array
