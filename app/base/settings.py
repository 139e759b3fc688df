"""Every setting of the service: `PLATESETTER_*` in the environment."""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal

from platformdirs import user_cache_path
from pydantic import ByteSize, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.base.errors import SettingsBroken
from app.base.limits import GIB, MIB, Limits
from lut.conditions.catalogue import DEFAULT

KIB = 1 << 10
PREFIX: Final = "PLATESETTER_"
NOT_SETTINGS: Final = {"KEY"}
"""Variables of other programs: the web page's curl command reads the client's key from this."""

RESEMBLANCE: Final = 0.8
"""Ratio of `difflib` from which a name counts as misspelt.

SLOT (0.89) and MAX_UPLOAD_SIZE (0.8) are found; what Kubernetes sets for a service that is called
`platesetter`, such as PORT and SERVICE_HOST (at most 0.6), is ignored.
"""


class Settings(BaseSettings, Limits):
    """The settings of the service, from `PLATESETTER_*` in the environment.

    A variable whose name resembles a setting's is an error; any other unknown one is ignored.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Field(
        default_factory=lambda: user_cache_path("platesetter"),
        description="Folder for the table cache and for temporary files.",
    )
    conditions: Path | None = Field(None, description="Folder of your own printing conditions.")
    condition: str = Field(DEFAULT, description="Printing condition of a request that names none.")
    max_upload: ByteSize = Field(ByteSize(4 * GIB), description="Bytes of an upload, at most.")
    decoder_budget: ByteSize = Field(
        ByteSize(GIB),
        description="Bytes of memory for decoding all pictures that are converted at once; a "
        "picture that does not fit waits.",
    )
    output_budget: ByteSize = Field(
        ByteSize(128 * MIB),
        description="Bytes of memory for outputs of up to 32 MiB, which are finished before they "
        "are sent; beyond it they are kept on disk.",
    )
    isolation: Literal["on", "off"] = Field(
        "off", description="`on`: decode each picture in a process of its own."
    )
    table_cache: ByteSize = Field(
        ByteSize(GIB),
        description="Bytes of tables kept on disk; beyond it, those used longest ago are deleted.",
    )
    slots: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        gt=0,
        description="Conversions at once. Default: one per core.",
    )
    queue: int = Field(
        64, ge=0, description="Conversions that may wait for a slot; one more is refused as busy."
    )
    spare_disk: ByteSize = Field(
        ByteSize(256 * MIB),
        description="Bytes that an upload must leave free on the disk of temporary files.",
    )
    keys: str = Field(
        "",
        repr=False,
        description="SHA-256 hashes of the clients' keys, separated by commas. Default: no key is "
        "needed.",
    )
    key_file: Path | None = Field(
        None, description="File of such hashes, one a line; the service reads it when it changes."
    )
    cors: str = Field(
        "", description="Origins whose web pages may use the service, separated by commas."
    )
    docs: bool = Field(True, description="Whether to serve /docs and /openapi.json.")
    page: bool = Field(True, description="Whether to serve the web page at /.")
    metrics: bool = Field(True, description="Whether to serve /metrics.")
    head_timeout: float = Field(
        10,
        gt=0,
        description="Seconds in which a client must have sent a request's head; then the "
        "connection is closed.",
    )
    least_rate: ByteSize = Field(
        ByteSize(KIB),
        description="Bytes a second that a client must send of an upload, and read of an answer.",
    )
    patience: float = Field(30, gt=0, description="Seconds over which that rate is measured.")

    @model_validator(mode="before")
    @classmethod
    def _refuse_misspelt(cls, values: Any) -> Any:
        """Refuse a variable whose name nearly is a setting's: its value would be ignored.

        Raises:
            SettingsBroken: with the variable's right name.
        """
        names = {name.upper() for name in cls.model_fields} | NOT_SETTINGS
        for variable in map(str.upper, os.environ):
            name = variable.removeprefix(PREFIX)
            if name != variable and name not in names:
                for near in get_close_matches(name, names - NOT_SETTINGS, 1, RESEMBLANCE):
                    raise SettingsBroken(
                        f"unknown variable {variable}: did you mean {PREFIX}{near}?"
                    )
        return values

    @property
    def tables(self) -> Path:
        """Return the folder of the tables."""
        return self.data / "tables"

    @property
    def spool(self) -> Path:
        """Return the folder of the temporary files: uploads, and outputs that wait on disk."""
        return self.data / "spool"
