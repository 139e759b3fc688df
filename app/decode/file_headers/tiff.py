"""A TIFF's directories: how many, and what one of them says of its picture.

The decoder refuses some colour spaces without naming them, and takes any extra sample for alpha.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.base.errors import ImageBroken, TooMuch
from app.decode.file_headers.tiff_directory import Directory, directory_at, layout_of, read

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
READ: Final = ("grey", "RGB", "palette", "YCbCr")
_PHOTOMETRIC: Final = 262
_EXTRA_SAMPLES: Final = 338
_TILE_WIDTH: Final = 322
_UNSPECIFIED: Final = 0


@dataclass(frozen=True)
class Peeked:
    """What a TIFF's directories state.

    Attributes:
        pages: how many there are.
        colour: one of `COLOURS`, or the number of another.
        alpha: whether its first extra sample is alpha (TIFF 6.0, §18). One that says that it
            is something unspecified is not; one that says nothing is, as for libtiff.
        tiled: whether it is stored in tiles.
        directory: of the page that was asked for, if there is one.
    """

    pages: int
    colour: str
    alpha: bool
    tiled: bool = False
    directory: Directory | None = None

    @property
    def fail_on(self) -> str:
        """The least of the decoder's complaints that is an error.

        It only warns of tiles that are damaged or missing; of strips, it warns of tags that do
        no harm.
        """
        return "warning" if self.tiled else "error"


SINGLE: Final = Peeked(1, "RGB", alpha=True)
"""What holds of a file of another format."""


def peek(descriptor: int, page: int = 1, most_pages: int = 10_000) -> Peeked:
    """Walk the directories. The file's position stays.

    Args:
        descriptor: of the file.
        page: whose colour and alpha are told, where there are so many.
        most_pages: that it may have.

    Raises:
        ImageBroken: one lies beyond the file, has more than 4096 entries, or comes again.
        TooMuch: there are more.
    """
    layout = layout_of(descriptor)
    (place,) = read(descriptor, layout.start, layout.offset)
    seen: set[int] = set()
    wanted = Peeked(0, "nothing", alpha=True)
    while place:
        if place in seen:
            raise ImageBroken("the TIFF's directories run in a circle")
        if len(seen) == most_pages:
            raise TooMuch(f"a TIFF may have {most_pages} pages (max_pages), got more")
        seen.add(place)
        directory = directory_at(descriptor, layout, place)
        if len(seen) == page:
            wanted = _told(directory)
        place = directory.following
    return replace(wanted, pages=len(seen))


def _told(directory: Directory) -> Peeked:
    photometric = directory.number(_PHOTOMETRIC, -1)
    colour = COLOURS.get(photometric, f"photometric interpretation {photometric}")
    has_alpha = directory.number(_EXTRA_SAMPLES, -1) != _UNSPECIFIED
    return Peeked(1, colour, has_alpha, _TILE_WIDTH in directory, directory)
