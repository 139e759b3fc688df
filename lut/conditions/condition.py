"""`Condition`: a press, its paper and its standard, in a folder of four files.

- `profile.icc`: the press's ICC profile
- `grid.npz`: the fitted grid for one source and intent
- `condition.json`: the facts below, with format version and digests
- `NOTICE`: whose profile this is and on what terms
"""

import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lut.base.errors import ConditionError, LutError
from lut.base.files import write_aside
from lut.grid.accuracy import Error
from lut.grid.grid import Grid
from lut.icc.profiles import Profile
from lut.icc.transform import Intent

FORMAT: Final = 1
GRID_INTENT: Final[Intent] = "relative"
"""What a condition's own grid is fitted for, with black point compensation."""

NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME: Final = 64
"""Characters."""


class Accuracy(BaseModel):
    """A grid's error against the exact table, over all 2²⁴ colours.

    Attributes:
        fitted: the error of the condition's grid.
        sampled: the error of a grid whose nodes are the exact table's own entries.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    fitted: Error
    sampled: Error


class Facts(BaseModel):
    """A condition's facts, as `condition.json` holds them.

    Attributes:
        format: the version of this file.
        title: the profile's own description.
        copyright: the profile's own copyright line.
        profile: SHA-256 of `profile.icc`.
        grid: digest of the nodes in `grid.npz`.
        source, intent: what the grid is fitted for; `source` is the digest of a profile.
        max_ink: the most ink any colour takes in the exact table, percent (TAC).
        white, black: L*, a*, b* (D50) of the paper and of RGB 0/0/0 as printed, absolute.
        neutral_k: K of the sixteen greys 0, 17 … 255, percent: how much K carries the greys (GCR).
        accuracy: the grid's error.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    format: Literal[1] = FORMAT
    title: str
    copyright: str
    profile: str
    grid: str
    source: str
    intent: str
    max_ink: float = Field(ge=0, le=400)
    white: tuple[float, float, float]
    black: tuple[float, float, float]
    neutral_k: tuple[float, ...] = Field(min_length=16, max_length=16)
    accuracy: Accuracy


@dataclass(frozen=True)
class Condition:
    """A printing condition, loaded and checked.

    Attributes:
        name: lower-case words joined by hyphens.
        profile: the press's profile.
        facts: see `Facts`.
        notice: whose profile this is and on what terms.
        folder: the folder that it was read from.
    """

    name: str
    profile: Profile
    facts: Facts
    notice: str
    folder: Path

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a condition's folder.

        Raises:
            ConditionError: a file is missing or damaged, or has another digest than the facts say.
        """
        try:
            facts = Facts.model_validate_json((folder / "condition.json").read_bytes(), strict=True)
            profile = Profile.parse((folder / "profile.icc").read_bytes()).expect_press()
            notice = (folder / "NOTICE").read_text("utf-8")
        except (OSError, ValidationError, UnicodeDecodeError, LutError) as error:
            raise ConditionError(f"condition {folder}: {error}") from error
        if profile.digest != facts.profile:
            raise ConditionError(
                f"condition {folder}: profile.icc must have SHA-256 {facts.profile}, "
                f"got {profile.digest}"
            )
        condition = cls(checked_name(folder.name), profile, facts, notice, folder)
        _ = condition.grid
        return condition

    @cached_property
    def grid(self) -> Grid:
        """Return the fitted grid; `load` has read it already.

        Raises:
            ConditionError: its file is damaged or has another digest than the facts say.
        """
        try:
            grid = Grid.load(self.folder / "grid.npz")
        except LutError as error:
            raise ConditionError(f"condition {self.name}: {error}") from error
        if grid.digest != self.facts.grid:
            raise ConditionError(
                f"condition {self.name}: grid.npz must have digest {self.facts.grid}, "
                f"got {grid.digest}"
            )
        return grid

    def ships_grid_for(self, source: Profile, intent: str) -> bool:
        """Return whether the fitted grid is for that source and intent."""
        return (source.digest, intent) == (self.facts.source, self.facts.intent)


def save(folder: Path, profile: Profile, grid: Grid, facts: Facts, notice: str) -> Condition:
    """Write a condition's folder and read it back.

    Raises:
        ConditionError: the folder exists or cannot be written, or its name is not a
            condition's.
    """
    checked_name(folder.name)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise ConditionError(f"condition {folder}: cannot be written: {error}") from error
    try:
        (folder / "profile.icc").write_bytes(profile.data)
        grid.save(folder / "grid.npz")
        (folder / "NOTICE").write_text(notice, "utf-8")
        write_aside(folder / "condition.json", facts.model_dump_json(indent=2).encode() + b"\n")
    except OSError as error:
        shutil.rmtree(folder)
        raise ConditionError(f"condition {folder}: cannot be written: {error}") from error
    return Condition.load(folder)


def checked_name(name: str) -> str:
    """Return the name, if a condition can have it.

    Raises:
        ConditionError: it has other characters than a-z, 0-9 and inner hyphens, or more than 64.
    """
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise ConditionError(
            f"a condition's name must be lower-case letters, digits and inner hyphens, "
            f"at most {LONGEST_NAME}, got {name!r}"
        )
    return name
