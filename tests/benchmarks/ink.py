"""What an ink limit costs in colour: ours and proportional scaling, side by side.

In CIEDE2000 through the press's own profile; a limit that touches no colour is left out.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lut import Recipe, TableStore
from lut.base.packing import Packed, samples
from lut.colorimetry.lab import delta_e, lab_of
from lut.icc.profiles import Profile
from tests.benchmarks.result import OURS, Measured, Result
from tests.oracle import proportionally_limited

LIMITS = (240, 280, 300)


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--limits", type=float, nargs="+", default=LIMITS, help="percent")


def run(arguments: argparse.Namespace) -> Result:
    """Compute the distances, and return them."""
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as cache:
        store = TableStore(Path(cache))
        for name, condition in store.conditions.items():
            wanted = store.table(Recipe(name, precision="exact")).entries
            sums = samples(wanted).sum(axis=-1, dtype=np.int32)
            for limit in arguments.limits:
                recipe = Recipe(name, precision="exact", max_ink=limit)
                touched = np.flatnonzero(sums * 100 > limit * 255)
                ours = store.table(recipe).entries[touched]
                theirs = proportionally_limited(wanted[touched], limit)
                if touched.size:
                    case = f"{name}, {limit:g} %, {len(touched)} colours"
                    exact = wanted[touched]
                    measured += _rows(case, OURS, ours, exact, condition.profile)
                    measured += _rows(case, "proportional", theirs, exact, condition.profile)
    measured.sort(key=lambda one: one.case)
    return Result("ink", "every colour that the limit touches", measured)


def _rows(case: str, way: str, found: Packed, wanted: Packed, press: Profile) -> Iterator[Measured]:
    apart = delta_e(lab_of(found, press), lab_of(wanted, press))
    yield Measured(f"{case}: mean", way, "ΔE2000", [float(apart.mean())])
    yield Measured(f"{case}: p99", way, "ΔE2000", [float(np.percentile(apart, 99))])
