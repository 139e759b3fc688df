"""The formats that are read, recognised by a file's first bytes, never by its name."""

from dataclasses import dataclass
from typing import Final

from app.base.errors import UnknownFormat

SNIFF: Final = 32
"""Bytes that `recognise` needs."""


@dataclass(frozen=True)
class Format:
    """A file format.

    Attributes:
        name: its usual one.
        loader: libvips' operation that reads it from a source.
        whole: whether its decoder always holds the whole picture.
        decoder_memory: what a decoder takes that does, as a multiple of the picture's samples:
            measured, and rounded up.
    """

    name: str
    loader: str
    whole: bool = False
    decoder_memory: int = 1


JPEG: Final = Format("JPEG", "jpegload_source", decoder_memory=3)
PNG: Final = Format("PNG", "pngload_source", decoder_memory=2)
TIFF: Final = Format("TIFF", "tiffload_source")
WEBP: Final = Format("WebP", "webpload_source", whole=True, decoder_memory=3)
AVIF: Final = Format("AVIF", "heifload_source", whole=True, decoder_memory=6)
FORMATS: Final = (JPEG, PNG, TIFF, WEBP, AVIF)

_TIFF_MAGIC: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_AVIF_BRANDS: Final = (b"avif", b"avis", b"mif1", b"miaf")


def recognise(head: bytes) -> Format:
    """Return the format of a file that begins with `head`.

    Raises:
        UnknownFormat: it is none of `FORMATS`.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(_TIFF_MAGIC):
        return TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _AVIF_BRANDS:
        return AVIF
    names = ", ".join(format_.name for format_ in FORMATS)
    raise UnknownFormat(f"expected one of {names}, got a file that begins with {_shown(head)}")


def _shown(head: bytes) -> str:
    return head[:8].hex(" ") or "nothing: it is empty"
