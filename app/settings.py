"""Every setting of the service: `PLATESETTER_*` in the environment."""

import os
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import ByteSize, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from lut.catalogue import DEFAULT

GIB = 1 << 30


class Settings(BaseSettings):
    """See each field; an unknown `PLATESETTER_*` variable is not looked at."""

    model_config = SettingsConfigDict(env_prefix="PLATESETTER_", frozen=True, extra="forbid")

    data: Path = Field(
        default_factory=lambda: user_cache_path("platesetter"),
        description="Folder of the table cache and the spool.",
    )
    conditions: Path | None = Field(None, description="Folder of your own conditions.")
    condition: str = Field(DEFAULT, description="The condition where a request names none.")
    max_upload: ByteSize = Field(ByteSize(4 * GIB), description="Bytes of an upload.")
    max_pixels: int = Field(2_000_000_000, gt=0, description="Pixels of an image.")
    max_side: int = Field(300_000, gt=0, description="Pixels of an image's longer side.")
    max_decoder_memory: ByteSize = Field(
        ByteSize(GIB // 2),
        description="Memory for images that must be decoded whole: progressive JPEG, "
        "interlaced PNG, WebP, AVIF.",
    )
    decoder_budget: ByteSize = Field(
        ByteSize(GIB), description="The same, for all that are converted at once."
    )
    table_cache: ByteSize = Field(ByteSize(GIB), description="Bytes of tables kept on disk.")
    slots: int = Field(
        default_factory=lambda: os.cpu_count() or 1, gt=0, description="Conversions at once."
    )
    queue: int = Field(64, ge=0, description="Conversions that may wait for a slot.")

    @property
    def tables(self) -> Path:
        """Where tables are kept."""
        return self.data / "tables"

    @property
    def spool(self) -> Path:
        """Where uploads and compressed outputs are kept while they are worked on."""
        return self.data / "spool"
