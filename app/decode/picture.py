"""A picture's header, judged before anything is decoded: what is refused is refused by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import FileIO
from typing import IO, Any, Final, Literal

import pyvips

from app.base.errors import ColourRefused, ImageTooLarge, ParameterError, TooMuch
from app.base.options import Options
from app.base.resolution import Resolution
from app.base.settings import Settings
from app.decode import libvips
from app.decode import orientation as turning
from app.decode.file_headers import exif
from app.decode.file_headers import png as png_chunks
from app.decode.file_headers import tiff as tiff_directory
from app.decode.formats import PNG, SNIFF, TIFF, Format, recognise
from app.decode.reduction import reduced
from app.decode.strips import WHITE, Stored, Strips, broken, field
from app.decode.uncompressed_tiff import bare
from lut.base.packing import Bytes

MM_PER_INCH: Final = 25.4
UNTOUCHED: Final = 1.0
"""Pixels per millimetre of an image whose decoder has set none."""

PROFILE: Final = "icc-profile-data"
XMP: Final = "xmp-data"
IPTC: Final = "iptc-data"
METADATA: Final = (XMP, IPTC, "exif-data")

Colour = Literal["RGB", "grey", "CMYK"]

_COLOUR: Final[dict[str, Colour]] = {
    "b-w": "grey",
    "grey16": "grey",
    "srgb": "RGB",
    "rgb": "RGB",
    "rgb16": "RGB",
    "cmyk": "CMYK",
}
_BANDS: Final[dict[Colour, tuple[int, ...]]] = {"grey": (1, 2), "RGB": (3, 4), "CMYK": (4,)}

libvips.set_up()


@dataclass(frozen=True)
class Picture:
    """A picture whose header has been judged and whose pixels have not been read.

    Attributes:
        width, height: as it is looked at, in pixels, and as its strips are.
        full: width and height before it was reduced for looking at.
        colour: `RGB`, `grey` or `CMYK`.
        alpha: whether its strips' fourth byte is alpha.
        pages: how many the file has.
        profile: the embedded ICC profile's bytes, unjudged.
        resolution: as it is looked at; None where the file states none.
        adobe_rgb: whether its EXIF says that it is Adobe RGB.
        xmp, iptc: its metadata, unjudged; None where it has none.
        decoder_memory: bytes that decoding takes beyond strips, estimated.
        stored: its pixels as they stand in the file.
        orientation: how they are turned, 1 … 8.
    """

    width: int
    height: int
    full: tuple[int, int]
    colour: Colour
    alpha: bool
    pages: int
    profile: bytes | None
    resolution: Resolution | None
    adobe_rgb: bool
    xmp: bytes | None
    iptc: bytes | None
    decoder_memory: int
    stored: Strips
    orientation: int

    def strips(self, spool: IO[bytes]) -> Iterator[Bytes]:
        """The pixels, top to bottom: uint8 `[h, width, 4]`, as `Strips` has them. Once.

        Args:
            spool: an empty file, for pictures that must be turned.

        Raises:
            ImageBroken: the file turns out to be damaged or truncated.
        """
        return turning.upright(self.stored.strips(), self.orientation, self.stored.shape, spool)


def open_picture(
    file: FileIO, limits: Settings, options: Options, size: int | None = None
) -> Picture:
    """Judge a file's header.

    Args:
        file: unbuffered, because libvips reads, and moves, its descriptor.
        limits: the largest picture that is taken.
        options: which page, and what becomes of alpha and CMYK.
        size: pixels of the longer side, where it is only to be looked at.

    Raises:
        UnknownFormat, ImageBroken, ImageTooLarge, TooMuch, ColourRefused: as they say.
        ParameterError: there is no such page.
    """
    file.seek(0)
    format_ = recognise(file.read(SNIFF))
    peeked = _peeked(file, format_, limits, options)
    image = _loaded(file, format_, options.page, peeked.fail_on)
    decoder_memory = _refuse_size(image, format_, limits)
    _refuse_baggage(image, limits)
    colour = _colour_of(image, format_, options)
    pixels = image
    if size is not None:
        again = partial(_loaded, file, format_, options.page, peeked.fail_on)
        pixels = reduced(image, size, format_, again)
    if not peeked.alpha:
        pixels = pixels.extract_band(0, n=min(_BANDS[colour]))
    alpha = options.alpha == "keep" and pixels.bands > min(_BANDS[colour])
    profile = field(image, PROFILE, None)
    resolution = _resolution_of(image)
    if format_ is PNG:
        profile, resolution = _png_states(file, profile, resolution)
    orientation = _orientation_of(image)
    paper = None if alpha else options.background_rgb
    stored = bare(file, peeked, pixels) or Stored(pixels, colour == "CMYK", paper)
    sides, full = (pixels.width, pixels.height), (image.width, image.height)
    if turning.swaps_sides(orientation):
        sides, full = sides[::-1], full[::-1]
        resolution = resolution and resolution.turned()
    return Picture(
        width=sides[0],
        height=sides[1],
        full=full,
        colour=colour,
        alpha=alpha,
        pages=peeked.pages,
        profile=profile,
        resolution=resolution,
        adobe_rgb=exif.is_adobe_rgb(lambda name: field(image, name, "")),
        xmp=field(image, XMP, None),
        iptc=field(image, IPTC, None),
        decoder_memory=decoder_memory,
        stored=stored,
        orientation=orientation,
    )


def _peeked(
    file: FileIO, format_: Format, limits: Settings, options: Options
) -> tiff_directory.Peeked:
    if format_ is not TIFF:
        peeked = tiff_directory.SINGLE
    else:
        peeked = tiff_directory.peek(file.fileno(), options.page, limits.max_pages)
    if options.page > peeked.pages:
        raise ParameterError(f"page must be 1 … {peeked.pages}, got {options.page}")
    if peeked.colour == "CMYK" and options.cmyk == "keep":
        return peeked
    if peeked.colour not in tiff_directory.READ:
        raise _colour_refused(f"{format_.name} with {peeked.colour}")
    return peeked


def _loaded(file: FileIO, format_: Format, page: int, fail_on: str, **told: float) -> Any:
    file.seek(0)
    which = {"page": page - 1} if format_ is TIFF else told
    try:
        source = pyvips.Source.new_from_descriptor(file.fileno())
        load = getattr(pyvips.Image, format_.loader)
        return load(source, access="sequential", fail_on=fail_on, **which)
    except pyvips.Error as error:
        raise broken(f"the {format_.name}", error) from error


def _png_states(
    file: FileIO, profile: bytes | None, resolution: Resolution | None
) -> tuple[bytes | None, Resolution | None]:
    """A profile that the decoder dropped is a broken one: no bytes, but not None."""
    peeked = png_chunks.peek(file.fileno())
    if peeked.has_profile and profile is None:
        profile = b""
    return profile, Resolution.of_dpi(*peeked.dpi) if peeked.dpi else resolution


def _refuse_size(image: Any, format_: Format, limits: Settings) -> int:
    """Its decoder's memory, where the size and that are within the limits."""
    width, height = image.width, image.height
    if width * height > limits.max_pixels or max(width, height) > limits.max_side:
        raise ImageTooLarge(
            f"an image may have {limits.max_pixels} pixels (max_pixels) and {limits.max_side} a "
            f"side (max_side), got {width} × {height}"
        )
    decoded = width * height * image.bands * (2 if image.format == "ushort" else 1)
    memory: int = decoded * format_.decoder_memory
    whole = format_.whole or bool(field(image, "interlaced", 0))
    if not whole:
        return 0
    if memory > limits.max_decoder_memory:
        raise ImageTooLarge(
            f"{format_.name} that must be decoded whole may take {int(limits.max_decoder_memory)} "
            f"bytes (max_decoder_memory), got {width} × {height}, {memory} bytes: "
            "send a baseline JPEG, a PNG without interlace or a TIFF"
        )
    return memory


def _refuse_baggage(image: Any, limits: Settings) -> None:
    profile = len(field(image, PROFILE, b""))
    if profile > limits.max_profile:
        raise TooMuch(
            f"a profile may have {int(limits.max_profile)} bytes (max_profile), got {profile}"
        )
    metadata = sum(len(field(image, name, b"")) for name in METADATA)
    if metadata > limits.max_metadata:
        raise TooMuch(
            f"XMP, IPTC and EXIF may have {int(limits.max_metadata)} bytes (max_metadata), "
            f"got {metadata}"
        )


def _colour_of(image: Any, format_: Format, options: Options) -> Colour:
    colour = _COLOUR.get(image.interpretation)
    if colour is None or image.format not in WHITE or image.bands not in _BANDS[colour]:
        raise _colour_refused(
            f"{format_.name} with {image.interpretation}, {image.bands} samples of type "
            f"{image.format}"
        )
    if colour == "CMYK" and options.cmyk == "refuse":
        raise _colour_refused(f"{format_.name} with CMYK: cmyk=keep rewraps it as it is")
    return colour


def _colour_refused(came: str) -> ColourRefused:
    return ColourRefused(f"expected RGB or grey of 8 or 16 bits, with or without alpha, got {came}")


def _resolution_of(image: Any) -> Resolution | None:
    """The decoder invents one where the file states none, but then gives no unit.

    It does not look into the EXIF of every format: where its own is still the one that every
    image begins with, the EXIF's is taken.
    """
    if not image.get_typeof("resolution-unit"):
        return None
    if image.xres == image.yres == UNTOUCHED:
        stated = exif.dpi(lambda name: field(image, name, ""))
        return Resolution.of_dpi(*stated) if stated else None
    return Resolution.of_dpi(image.xres * MM_PER_INCH, image.yres * MM_PER_INCH)


def _orientation_of(image: Any) -> int:
    orientation: int = field(image, "orientation", turning.UPRIGHT)
    return orientation if orientation in range(1, 9) else turning.UPRIGHT
