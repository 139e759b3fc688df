"""Which loader a file gets: by its first bytes, from a list of five, never by its name."""

from dataclasses import dataclass
from typing import Final

from app.base.errors import UnknownFormat

SNIFF: Final = 32


@dataclass(frozen=True)
class Format:
    """A file format.

    Attributes:
        name: as people say it.
        loader: libvips' operation that reads it from a source.
        whole: its decoder always holds the whole picture.
        decoder_memory: what it takes then, in pictures: measured, and rounded up.
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
    """The format of a file that begins with `head`.

    Raises:
        UnknownFormat: none of the five.
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
