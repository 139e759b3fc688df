"""Build a condition from a press's profile: compute every colour, fit a grid, measure its error."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from lut.base.errors import ConditionError
from lut.base.packing import LEVELS, PACKED, Packed, samples
from lut.colorimetry.lab import lab_of
from lut.conditions import condition
from lut.conditions.condition import GRID_INTENT, Accuracy, Condition, Facts
from lut.grid.accuracy import error, total_area_coverage
from lut.grid.axis import STEP
from lut.grid.grid import Grid
from lut.icc.profiles import Profile
from lut.icc.source_profiles import named
from lut.icc.transform import Transform

Progress = Callable[[str], None]
"""Called with one of `STAGES` when it begins."""

STAGES: Final = (
    "separating 16,777,216 colours",
    "fitting the grid",
    "measuring the fitted grid",
    "measuring the sampled grid",
    "writing",
)


def build(folder: Path, profile: Profile, notice: str | None, progress: Progress) -> Condition:
    """Make a condition from any CMYK output profile.

    Args:
        folder: the condition's own folder, which `build` makes; its name is the condition's.
        profile: the press's profile.
        notice: whose profile it is and on what terms; by default its own copyright line.
        progress: called with each of `STAGES` when it begins.

    Raises:
        ConditionError: the folder exists, cannot be written or has no condition's name.
        ProfileError: the profile is not a press's, or cannot be computed.
    """
    condition.checked_name(folder.name)
    if folder.exists():
        raise ConditionError(f"condition {folder}: it exists already")
    grid, facts = derive(profile, progress)
    progress(STAGES[4])
    return condition.save(folder, profile, grid, facts, notice or f"{profile.copyright}\n")


def derive(profile: Profile, progress: Progress) -> tuple[Grid, Facts]:
    """Return the fitted grid of a press's profile for sRGB, and the facts measured on it.

    Raises:
        ProfileError: the profile is not a press's, or cannot be computed.
    """
    source = named("srgb")
    progress(STAGES[0])
    exact = Transform(source, profile, GRID_INTENT).every()
    progress(STAGES[1])
    grid = Grid.fit(exact)
    progress(STAGES[2])
    fitted = error(grid.expand(), exact, profile)
    progress(STAGES[3])
    sampled = error(Grid.sample(exact).expand(), exact, profile)
    return grid, Facts(
        title=profile.description,
        copyright=profile.copyright,
        profile=profile.digest,
        grid=grid.digest,
        source=source.digest,
        intent=GRID_INTENT,
        max_ink=total_area_coverage(exact),
        white=_printed(np.zeros(1, PACKED), profile),
        black=_printed(exact[:1], profile),
        neutral_k=_neutral_k(exact),
        accuracy=Accuracy(fitted=fitted, sampled=sampled),
    )


def _printed(entry: Packed, press: Profile) -> tuple[float, float, float]:
    """Return L*, a*, b* as measured, to two decimals and never -0.0."""
    lightness, a, b = (
        round(float(value), 2) + 0.0 for value in lab_of(entry, press, absolute=True)[0]
    )
    return lightness, a, b


def _neutral_k(entries: Packed) -> tuple[float, ...]:
    greys = entries[np.arange(0, LEVELS, STEP) * 0x010101]
    return tuple(round(k * 100 / (LEVELS - 1), 1) for k in samples(greys)[:, -1].tolist())
