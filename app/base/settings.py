"""Every setting of the service: `PLATESETTER_*` in the environment."""

import os
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path
from pydantic import BaseModel, ByteSize, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from lut.conditions.catalogue import DEFAULT
from lut.icc.profiles import LARGEST

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30


class Limits(BaseModel):
    """The limits that a picture is held to while it is decoded and converted.

    The process that decodes a picture is sent these, and never the settings, which hold keys.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_pixels: int = Field(2_000_000_000, gt=0, description="Pixels of an image.")
    max_side: int = Field(300_000, gt=0, description="Pixels of an image's longer side.")
    max_decoder_memory: ByteSize = Field(
        ByteSize(GIB // 2),
        description="Memory for images that must be decoded whole: progressive JPEG, "
        "interlaced PNG, WebP, AVIF.",
    )
    max_pages: int = Field(10_000, gt=0, description="Pages of a TIFF.")
    max_profile: ByteSize = Field(
        ByteSize(LARGEST), le=LARGEST, description="Bytes of an ICC profile."
    )
    max_metadata: ByteSize = Field(
        ByteSize(16 * MIB), description="Bytes of XMP, IPTC and EXIF together."
    )
    max_seconds: float = Field(
        600, gt=0, description="Seconds that a conversion may hold its slot."
    )


class Settings(BaseSettings, Limits):
    """See each field; an unknown `PLATESETTER_*` variable is not looked at."""

    model_config = SettingsConfigDict(env_prefix="PLATESETTER_", frozen=True, extra="forbid")

    data: Path = Field(
        default_factory=lambda: user_cache_path("platesetter"),
        description="Folder of the table cache and the spool.",
    )
    conditions: Path | None = Field(None, description="Folder of your own conditions.")
    condition: str = Field(DEFAULT, description="The condition where a request names none.")
    max_upload: ByteSize = Field(ByteSize(4 * GIB), description="Bytes of an upload.")
    decoder_budget: ByteSize = Field(
        ByteSize(GIB), description="The same, for all that are converted at once."
    )
    output_budget: ByteSize = Field(
        ByteSize(128 * MIB),
        description="Memory for small outputs that are finished and not yet sent.",
    )
    isolation: Literal["on", "off"] = Field(
        "off", description="Whether each picture is decoded in a process of its own."
    )
    table_cache: ByteSize = Field(ByteSize(GIB), description="Bytes of tables kept on disk.")
    slots: int = Field(
        default_factory=lambda: os.cpu_count() or 1, gt=0, description="Conversions at once."
    )
    queue: int = Field(64, ge=0, description="Conversions that may wait for a slot.")
    spare_disk: ByteSize = Field(
        ByteSize(256 * MIB), description="Bytes that an upload must leave free on the spool's disk."
    )
    keys: str = Field(
        "", repr=False, description="SHA-256 of the keys that are admitted, with commas between."
    )
    key_file: Path | None = Field(None, description="File of such hashes, one a line.")
    cors: str = Field(
        "", description="Origins whose pages may use the service, with commas between."
    )
    docs: bool = Field(True, description="Whether /docs and /openapi.json are there.")
    page: bool = Field(True, description="Whether the page at / is there.")
    metrics: bool = Field(True, description="Whether /metrics is there.")
    head_timeout: float = Field(
        10, gt=0, description="Seconds from a connection to the end of a request's head."
    )
    least_rate: ByteSize = Field(
        ByteSize(KIB), description="Bytes a second that a client must send, and read."
    )
    patience: float = Field(30, gt=0, description="Seconds over which that rate is measured.")

    @property
    def limits(self) -> Limits:
        """Return the limits alone."""
        return Limits(**{name: getattr(self, name) for name in Limits.model_fields})

    @property
    def tables(self) -> Path:
        """Where tables are kept."""
        return self.data / "tables"

    @property
    def spool(self) -> Path:
        """Where uploads and compressed outputs are kept while they are worked on."""
        return self.data / "spool"
