"""A grid on disk: an uncompressed `.npz` of format version, nodes and digest.

The file is judged before it is believed: its size, the zip's own end record, the names of
its members, and each member's length, header and checksum. Nothing is unpickled, unpacked or
evaluated.
"""

import io
import math
import struct
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lut.base.errors import GridError
from lut.base.files import write_aside

FORMAT: Final = 1
LARGEST: Final = 1 << 20
LAYOUT: Final[dict[str, tuple[np.dtype[Any], tuple[int, ...]]]] = {
    "format.npy": (np.dtype("<i4"), ()),
    "nodes.npy": (np.dtype("<i4"), (16, 16, 16, 4)),
    "digest.npy": (np.dtype("<U64"), ()),
}
HEADER_BYTES: Final = 118
ENCRYPTED: Final = 1
_NPY: Final = struct.Struct("<8sH")
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
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile, EOFError) as error:
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
        members = archive.infolist()
        names = [member.filename for member in members]
        if names != list(LAYOUT):
            raise ValueError(f"members {names} instead of {list(LAYOUT)}")
        version, nodes, digest = (_member(archive, member) for member in members)
    if version != FORMAT:
        raise ValueError(f"format {version.item()}")
    return nodes, str(digest)


def _refuse_slack(data: bytes) -> None:
    if len(data) < _END.size:
        raise ValueError(f"{len(data)} bytes")
    magic, *_, size, offset, comment = _END.unpack(data[-_END.size :])
    if magic != b"PK\x05\x06" or comment or offset + size + _END.size != len(data):
        raise ValueError("a truncated file or trailing bytes")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> NDArray[Any]:
    """One array, its header compared and not interpreted: only one can be right."""
    dtype, shape = LAYOUT[member.filename]
    size = _NPY.size + HEADER_BYTES + dtype.itemsize * math.prod(shape)
    stored = member.compress_type == zipfile.ZIP_STORED and not member.flag_bits & ENCRYPTED
    if not stored or member.file_size < _NPY.size:
        raise ValueError(f"{member.filename} packed or empty")
    raw = archive.read(member)
    magic, length = _NPY.unpack_from(raw)
    header = raw[_NPY.size : _NPY.size + length].decode("latin-1").strip()
    told = f"{{'descr': '{dtype.str}', 'fortran_order': False, 'shape': {shape}, }}"
    if (magic, length, header) != (b"\x93NUMPY\x01\x00", HEADER_BYTES, told):
        raise ValueError(f"{member.filename} with header {header!r} instead of {told!r}")
    if len(raw) != size:
        raise ValueError(f"a cut or trailing bytes in {member.filename}")
    return np.frombuffer(raw, dtype, offset=size - dtype.itemsize * math.prod(shape)).reshape(shape)
