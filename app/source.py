"""From a file's bytes to RGBX strips, in order and in bounded memory.

libvips decodes. The header is judged before anything is decoded: what is refused is refused
then, by name. A picture's strips come from one region of a sequential image, so that a
gigapixel file never stands in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from typing import IO, Any, Final

import numpy as np
import pyvips
from numpy.typing import NDArray

from app import orientation as turning
from app.errors import ColourRefused, ImageBroken, ImageTooLarge
from app.formats import PNG, SNIFF, TIFF, Format, recognise
from app.peek import exif
from app.peek import png as png_chunks
from app.peek import tiff as tiff_directory
from app.resolution import Resolution
from app.samples import to_rgbx
from app.settings import Settings
from lut.packing import INKS, Bytes

STRIP_BYTES: Final = 1 << 20
"""RGBX bytes decoded at once: within a core's cache, and many rows of any usual picture."""

MM_PER_INCH: Final = 25.4
UNTOUCHED: Final = 1.0
"""Pixels per millimetre of an image whose decoder has set none."""

_COLOUR: Final = {"b-w": "grey", "grey16": "grey", "srgb": "RGB", "rgb": "RGB", "rgb16": "RGB"}
_BANDS: Final = {"grey": (1, 2), "RGB": (3, 4)}
_WHITE: Final = {"uchar": 0xFF, "ushort": 0xFFFF}

pyvips.cache_set_max(0)
pyvips.block_untrusted_set(True)


@dataclass(frozen=True)
class Picture:
    """A picture whose header has been judged and whose pixels have not been read.

    Attributes:
        width, height: as it is looked at, in pixels.
        colour: `RGB` or `grey`.
        profile: the embedded ICC profile's bytes, unjudged.
        resolution: as it is looked at; None where the file states none.
    """

    width: int
    height: int
    colour: str
    profile: bytes | None
    resolution: Resolution | None
    _image: Any
    _orientation: int

    def strips(self, spool: IO[bytes]) -> Iterator[Bytes]:
        """The pixels, top to bottom: uint8 `[h, width, 4]`, C-contiguous. Once.

        Args:
            spool: an empty file, for pictures that must be turned.

        Raises:
            ImageBroken: the file turns out to be damaged or truncated.
        """
        shape = (self._image.height, self._image.width)
        return turning.upright(_stored(self._image), self._orientation, shape, spool)


def open_picture(file: FileIO, limits: Settings) -> Picture:
    """Judge a file's header.

    Args:
        file: unbuffered, because libvips reads, and moves, its descriptor.
        limits: the largest picture that is taken.

    Raises:
        UnknownFormat, ImageBroken, ImageTooLarge, ColourRefused: as they say.
    """
    file.seek(0)
    format_ = recognise(file.read(SNIFF))
    alpha = _tiff_has_alpha(file) if format_ is TIFF else True
    image = _loaded(file, format_)
    _refuse_size(image, format_, limits)
    colour = _colour_of(image, format_)
    if not alpha:
        image = image.extract_band(0, n=min(_BANDS[colour]))
    profile = _field(image, "icc-profile-data", None)
    resolution = _resolution_of(image)
    if format_ is PNG:
        profile, resolution = _png_states(file, profile, resolution)
    orientation = _orientation_of(image)
    width, height = image.width, image.height
    if turning.swaps_sides(orientation):
        width, height = height, width
        resolution = resolution and resolution.turned()
    return Picture(width, height, colour, profile, resolution, image, orientation)


def _loaded(file: FileIO, format_: Format) -> Any:
    file.seek(0)
    try:
        source = pyvips.Source.new_from_descriptor(file.fileno())
        load = getattr(pyvips.Image, format_.loader)
        return load(source, access="sequential", fail_on=format_.fail_on)
    except pyvips.Error as error:
        raise _broken(f"the {format_.name}", error) from error


def _tiff_has_alpha(file: FileIO) -> bool:
    """Whether a sample beyond the colours is alpha; a spot colour or a saved mask is not."""
    peeked = tiff_directory.peek(file.fileno())
    if peeked.colour not in tiff_directory.READ:
        raise _colour_refused(f"TIFF with {peeked.colour}")
    return peeked.alpha


def _png_states(
    file: FileIO, profile: bytes | None, resolution: Resolution | None
) -> tuple[bytes | None, Resolution | None]:
    """A profile that the decoder dropped is a broken one: no bytes, but not None."""
    peeked = png_chunks.peek(file.fileno())
    if peeked.has_profile and profile is None:
        profile = b""
    return profile, Resolution.of_dpi(*peeked.dpi) if peeked.dpi else resolution


def _refuse_size(image: Any, format_: Format, limits: Settings) -> None:
    width, height = image.width, image.height
    if width * height > limits.max_pixels or max(width, height) > limits.max_side:
        raise ImageTooLarge(
            f"an image may have {limits.max_pixels} pixels (max_pixels) and {limits.max_side} a "
            f"side (max_side), got {width} × {height}"
        )
    memory = width * height * image.bands * (2 if image.format == "ushort" else 1)
    whole = format_.whole or bool(_field(image, "interlaced", 0))
    if whole and memory > limits.max_decoder_memory:
        raise ImageTooLarge(
            f"{format_.name} that must be decoded whole may take {int(limits.max_decoder_memory)} "
            f"bytes (max_decoder_memory), got {width} × {height}, {memory} bytes: "
            "send a baseline JPEG, a PNG without interlace or a TIFF"
        )


def _colour_of(image: Any, format_: Format) -> str:
    colour = _COLOUR.get(image.interpretation)
    if colour is None or image.format not in _WHITE or image.bands not in _BANDS[colour]:
        raise _colour_refused(
            f"{format_.name} with {image.interpretation}, {image.bands} samples of type "
            f"{image.format}"
        )
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
        stated = exif.dpi(lambda name: _field(image, f"exif-ifd0-{name}", ""))
        return Resolution.of_dpi(*stated) if stated else None
    return Resolution.of_dpi(image.xres * MM_PER_INCH, image.yres * MM_PER_INCH)


def _orientation_of(image: Any) -> int:
    orientation: int = _field(image, "orientation", turning.UPRIGHT)
    return orientation if orientation in range(1, 9) else turning.UPRIGHT


def _stored(image: Any) -> Iterator[Bytes]:
    """Strips as they stand in the file. Eight-bit RGB and grey become RGBX within libvips."""
    white = _white_of(image)
    plain = white == _WHITE["uchar"] and image.bands in (1, 3)
    if plain:
        image = image.bandjoin([image, image, 255] if image.bands == 1 else 255)
    rows = max(1, STRIP_BYTES // (image.width * INKS))
    dtype = np.uint8 if image.format == "uchar" else np.uint16
    try:
        region = pyvips.Region.new(image)
        for top in range(0, image.height, rows):
            count = min(rows, image.height - top)
            pixels = region.fetch(0, top, image.width, count)
            strip: NDArray[Any] = np.frombuffer(pixels, dtype)
            strip = strip.reshape(count, image.width, image.bands)
            yield strip if plain else to_rgbx(strip, white)
    except pyvips.Error as error:
        raise _broken("the image", error) from error


def _white_of(image: Any) -> int:
    """The largest sample; a decoder of 10 or 12 bits leaves the lowest bits of 16 empty."""
    white = _WHITE[image.format]
    bits: int = _field(image, "heif-bitdepth", 16)
    return white >> (16 - bits) << (16 - bits) if image.format == "ushort" else white


def _field(image: Any, name: str, default: Any) -> Any:
    return image.get(name) if image.get_typeof(name) else default


def _broken(what: str, error: Any) -> ImageBroken:
    lines = dict.fromkeys(line.strip() for line in error.detail.splitlines())
    told = "; ".join("".join(filter(str.isprintable, line)) for line in lines if line)
    return ImageBroken(f"{what} cannot be read to its end: {told[:200]}")
