"""What is refused by a picture's header: too many pixels, too much memory, too long metadata."""

from typing import Any

from app.base.errors import ImageTooLarge, TooMuch
from app.base.limits import Limits
from app.decode.formats import Format
from app.decode.libvips import METADATA, PROFILE, field


def refuse_sides(width: int, height: int, limits: Limits) -> None:
    """Refuse a picture of too many pixels, or with too long a side.

    Raises:
        ImageTooLarge: it is refused.
    """
    if width * height > limits.max_pixels or max(width, height) > limits.max_side:
        raise ImageTooLarge(
            f"an image may have {limits.max_pixels} pixels (max_pixels) and {limits.max_side} a "
            f"side (max_side), got {width} × {height}"
        )


def decoder_memory(image: Any, format_: Format, limits: Limits) -> int:
    """Return the bytes that libvips takes beyond strips, estimated from the header.

    Raises:
        ImageTooLarge: they are more than `max_decoder_memory`.
    """
    whole = format_.whole or bool(field(image, "interlaced", 0))
    if not whole:
        return 0
    width, height = image.width, image.height
    decoded = width * height * image.bands * (2 if image.format == "ushort" else 1)
    memory: int = decoded * format_.decoder_memory
    if memory > limits.max_decoder_memory:
        raise ImageTooLarge(
            f"{format_.name} that must be decoded whole may take {int(limits.max_decoder_memory)} "
            f"bytes (max_decoder_memory), got {width} × {height}, {memory} bytes: "
            "send a baseline JPEG, a PNG without interlace or a TIFF"
        )
    return memory


def refuse_metadata(image: Any, limits: Limits) -> None:
    """Refuse a libvips image with too long a profile, or too much XMP, IPTC and EXIF.

    Raises:
        TooMuch: it is refused.
    """
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
