"""Opening a picture: its header is judged before libvips decodes any pixel."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import FileIO
from typing import IO, Any

import pyvips

from app.base.errors import ParameterError
from app.base.limits import Limits
from app.base.options import Options
from app.base.resolution import Resolution
from app.decode import libvips
from app.decode import orientation as turning
from app.decode.file_headers import exif
from app.decode.file_headers.colour import COLOUR_BANDS, colour_of, colour_refused
from app.decode.file_headers.limits import decoder_memory, refuse_metadata, refuse_sides
from app.decode.file_headers.png import png_facts
from app.decode.file_headers.resolution import resolution_of
from app.decode.file_headers.tiff import NOT_TIFF, READ, TiffFacts, tiff_facts
from app.decode.formats import PNG, SNIFF, TIFF, Format, recognise
from app.decode.libvips import IPTC, PROFILE, XMP, field
from app.decode.picture_header import PictureHeader
from app.decode.reduction import reduced
from app.decode.strips import DecodedPixels, StoredPixels
from app.decode.uncompressed_tiff import uncompressed_pixels
from lut.base.packing import Bytes

libvips.set_up()


@dataclass(frozen=True)
class Picture:
    """A picture whose header has been judged and whose pixels have not been read.

    Attributes:
        header: its facts.
        stored: its pixels, in the order in which the file stores them.
    """

    header: PictureHeader
    stored: StoredPixels

    def strips(self, spool: IO[bytes]) -> Iterator[Bytes]:
        """Yield the upright picture, top to bottom, once: uint8 `[h, width, 4]`.

        As `StoredPixels`, RGBX, RGBA or CMYK, all pixels of a strip at one distance.

        Args:
            spool: an empty file, for pictures that must be turned.

        Raises:
            ImageBroken: the file turns out to be damaged or truncated.
        """
        header = self.header
        return turning.upright(self.stored.strips(), header.orientation, header.shape, spool)


def open_picture(
    file: FileIO, limits: Limits, options: Options, size: int | None = None
) -> Picture:
    """Refuse a picture by its header, or return it; none of its pixels is read.

    Args:
        file: unbuffered, because libvips reads, and moves, its descriptor.
        limits: the largest picture that is taken.
        options: which page, and what becomes of alpha and CMYK.
        size: pixels of the longer side, where the picture is reduced for viewing.

    Raises:
        UnknownFormat: the file is in no format that is read.
        ImageBroken: its header is damaged or truncated.
        ImageTooLarge, TooMuch: it exceeds a limit.
        ColourRefused: it is neither RGB nor grey, nor CMYK that the options keep.
        ParameterError: it has no such page.
    """
    file.seek(0)
    format_ = recognise(file.read(SNIFF))
    facts = _tiff_facts(file, format_, limits, options)
    load = partial(_loaded, file, format_, options.page, facts.fail_on)
    image = load()
    refuse_sides(image.width, image.height, limits)
    memory = decoder_memory(image, format_, limits)
    refuse_metadata(image, limits)
    colour = colour_of(image, format_, options)
    bands = COLOUR_BANDS[colour]
    pixels = image if size is None else reduced(image, size, format_, load)
    if not facts.alpha:
        pixels = pixels.extract_band(0, n=bands)
    alpha = options.alpha == "keep" and pixels.bands > bands
    paper = None if alpha else options.background_rgb
    plain = uncompressed_pixels(file, facts, pixels)
    profile, resolution = _profile_and_resolution(file, format_, image)
    orientation = turning.orientation_of(image)
    sides, full = (pixels.width, pixels.height), (image.width, image.height)
    if turning.swaps_sides(orientation):
        sides, full = sides[::-1], full[::-1]
        resolution = resolution and resolution.turned()
    header = PictureHeader(
        width=sides[0],
        height=sides[1],
        full=full,
        colour=colour,
        alpha=alpha,
        pages=facts.pages,
        profile=profile,
        resolution=resolution,
        adobe_rgb=exif.is_adobe_rgb(lambda name: field(image, name, "")),
        xmp=field(image, XMP, None),
        iptc=field(image, IPTC, None),
        decoder_memory=memory,
        orientation=orientation,
        shape=(pixels.height, pixels.width),
    )
    return Picture(header, plain or DecodedPixels(pixels, colour == "CMYK", paper))


def _tiff_facts(file: FileIO, format_: Format, limits: Limits, options: Options) -> TiffFacts:
    facts = NOT_TIFF
    if format_ is TIFF:
        facts = tiff_facts(file.fileno(), options.page, limits.max_pages)
    if options.page > facts.pages:
        raise ParameterError(f"page must be 1 … {facts.pages}, got {options.page}")
    if facts.colour not in READ and not (facts.colour == "CMYK" and options.cmyk == "keep"):
        raise colour_refused(f"{format_.name} with {facts.colour}")
    return facts


def _loaded(file: FileIO, format_: Format, page: int, fail_on: str, **shrinking: float) -> Any:
    file.seek(0)
    arguments = {"page": page - 1} if format_ is TIFF else shrinking
    try:
        source = pyvips.Source.new_from_descriptor(file.fileno())
        load = getattr(pyvips.Image, format_.loader)
        return load(source, access="sequential", fail_on=fail_on, **arguments)
    except pyvips.Error as error:
        raise libvips.broken(f"the {format_.name}", error) from error


def _profile_and_resolution(
    file: FileIO, format_: Format, image: Any
) -> tuple[bytes | None, Resolution | None]:
    profile, resolution = field(image, PROFILE, None), resolution_of(image)
    if format_ is not PNG:
        return profile, resolution
    facts = png_facts(file.fileno())
    if facts.has_profile and profile is None:
        profile = b""  # libvips has dropped a damaged one: the picture must not pass for sRGB
    return profile, Resolution.of_dpi(*facts.dpi) if facts.dpi else resolution
