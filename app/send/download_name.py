"""The name that a client saves an answer under (RFC 6266, RFC 8187)."""

import unicodedata
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

SUFFIX: Final = ".cmyk.tif"
UNNAMED: Final = "image"
LONGEST: Final = 120
"""Bytes of a name before its suffix: file systems allow 255 in all."""

_FORBIDDEN: Final = str.maketrans(dict.fromkeys('<>:"|?*%/\\', "_"))


def output_name(source: str) -> str:
    """Return the TIFF's name for a picture's: `photo.jpg` becomes `photo.cmyk.tif`.

    Without folders, control characters, and what some file system forbids.
    """
    last = source.replace("\\", "/").rsplit("/", 1)[-1]
    return _safe(PurePosixPath(last.strip(" .")).stem) + SUFFIX


def content_disposition(name: str) -> str:
    """Return the header's value for that name; for old clients also in ASCII."""
    plain = unicodedata.normalize("NFKD", name.removesuffix(SUFFIX)).encode("ascii", "ignore")
    plain_name = _safe(plain.decode()) + SUFFIX
    if plain_name == name:
        return f'attachment; filename="{plain_name}"'
    return f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _safe(stem: str) -> str:
    shown = "".join(c for c in stem if c.isprintable()).translate(_FORBIDDEN).strip(" .")
    short = shown.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").strip(" .")
    return short or UNNAMED
