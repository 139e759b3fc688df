"""A TIFF's directories: how many, and what one of them states of its picture.

libvips refuses some colour spaces without naming them, and takes any extra sample for alpha.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.base.errors import ImageBroken, TooMuch
from app.base.tiff_tags import Tag
from app.decode.file_headers.tiff_directory import Directory, directory_at, format_of, read

COLOURS: Final = {
    0: "grey",
    1: "grey",
    2: "RGB",
    3: "palette",
    4: "a mask",
    5: "CMYK",
    6: "YCbCr",
    8: "CIE L*a*b*",
    9: "ICC L*a*b*",
    10: "ITU L*a*b*",
}
"""By photometric interpretation (TIFF 6.0, §8, §16, §21, §23; TIFF technical note, 2002)."""
READ: Final = ("grey", "RGB", "palette", "YCbCr")
_UNSPECIFIED: Final = 0


@dataclass(frozen=True)
class TiffFacts:
    """The facts that a TIFF's directories state.

    Attributes:
        pages: how many there are.
        colour: one of `COLOURS`, or the number of another.
        alpha: whether its first extra sample is alpha (TIFF 6.0, §18): not where the file calls it
            unspecified; where the file says nothing, libtiff takes it for alpha, and so do we.
        tiled: whether it is stored in TIFF tiles.
        directory: of the chosen page, if there is one.
    """

    pages: int
    colour: str
    alpha: bool
    tiled: bool = False
    directory: Directory | None = None

    @property
    def fail_on(self) -> str:
        """Return the least of libvips' complaints that is an error.

        libvips only warns of TIFF tiles that are damaged or missing; of TIFF strips, it warns of
        tags that do no harm.
        """
        return "warning" if self.tiled else "error"


NOT_TIFF: Final = TiffFacts(1, "RGB", alpha=True)
"""What holds of a file in another format."""


def tiff_facts(descriptor: int, page: int = 1, most_pages: int = 10_000) -> TiffFacts:
    """Read the directories. The file's position stays.

    Args:
        descriptor: of the file.
        page: whose colour and alpha are returned, where there are so many.
        most_pages: that it may have.

    Raises:
        ImageBroken: a directory lies beyond the file, has more than 4096 entries, or comes twice.
        TooMuch: there are more pages.
    """
    format_ = format_of(descriptor)
    (place,) = read(descriptor, format_.start, format_.offset)
    seen: set[int] = set()
    facts = TiffFacts(0, "nothing", alpha=True)
    while place:
        if place in seen:
            raise ImageBroken("the TIFF's directories run in a circle")
        if len(seen) == most_pages:
            raise TooMuch(f"a TIFF may have {most_pages} pages (max_pages), got more")
        seen.add(place)
        directory = directory_at(descriptor, format_, place)
        if len(seen) == page:
            facts = _facts_of(directory)
        place = directory.following
    return replace(facts, pages=len(seen))


def _facts_of(directory: Directory) -> TiffFacts:
    photometric = directory.number(Tag.PHOTOMETRIC_INTERPRETATION, -1)
    colour = COLOURS.get(photometric, f"photometric interpretation {photometric}")
    has_alpha = directory.number(Tag.EXTRA_SAMPLES, -1) != _UNSPECIFIED
    return TiffFacts(1, colour, has_alpha, Tag.TILE_WIDTH in directory, directory)
