"""What a download is called (RFC 6266, RFC 8187)."""

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
    """The TIFF's name for a source's: `photo.jpg` becomes `photo.cmyk.tif`.

    Folders, control characters and what some file system forbids are taken out.
    """
    last = source.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c.isprintable()).translate(_FORBIDDEN)
    stem = PurePosixPath(shown.strip(" .")).stem
    stem = stem.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").strip(" .")
    return (stem or UNNAMED) + SUFFIX


def content_disposition(name: str) -> str:
    """An attachment of that name, for old clients in ASCII too."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = plain.translate(_FORBIDDEN)
    plain = plain if plain.removesuffix(SUFFIX) else UNNAMED + SUFFIX
    if plain == name:
        return f'attachment; filename="{plain}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
