"""`Limits`: what one picture may have; the process that decodes it is sent these."""

from pydantic import BaseModel, ByteSize, ConfigDict, Field

from lut.icc.profiles import LARGEST

MIB = 1 << 20
GIB = 1 << 30


class Limits(BaseModel):
    """The limits of one picture, checked while it is decoded and converted.

    The service sends these, and never the settings, which hold keys, to the process that decodes a
    picture.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_pixels: int = Field(2_000_000_000, gt=0, description="Pixels of a picture, at most.")
    max_side: int = Field(300_000, gt=0, description="Pixels of a picture's longer side, at most.")
    max_decoder_memory: ByteSize = Field(
        ByteSize(GIB // 2),
        description="Bytes of memory for decoding one progressive JPEG, interlaced PNG, WebP or "
        "AVIF, at most: these are decoded whole.",
    )
    max_pages: int = Field(10_000, gt=0, description="Pages of a TIFF, at most.")
    max_profile: ByteSize = Field(
        ByteSize(LARGEST), le=LARGEST, description="Bytes of an ICC profile, at most."
    )
    max_metadata: ByteSize = Field(
        ByteSize(16 * MIB), description="Bytes of XMP, IPTC and EXIF together, at most."
    )
    max_seconds: float = Field(
        600, gt=0, description="Seconds that a conversion may compute; waiting does not count."
    )
