"""What an ink limit costs in colour: ours and proportional scaling, side by side.

Over all colours that the limit touches, in CIEDE2000 through the press's own profile.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np

from lut import Recipe, TableStore
from lut.colorimetry import delta_e, lab_of
from lut.packing import Packed, samples
from lut.profiles import Profile
from tests.oracle import proportionally_limited

LIMITS = (240, 280, 300)


def options(parser: argparse.ArgumentParser) -> None:
    """What this part can be told."""
    parser.add_argument("--limits", type=float, nargs="+", default=LIMITS, help="percent")


def run(told: argparse.Namespace) -> None:
    """Compute and print."""
    with tempfile.TemporaryDirectory() as cache:
        store = TableStore(Path(cache))
        for name, condition in store.conditions.items():
            wanted = store.table(Recipe(name, precision="exact")).entries
            sums = samples(wanted).sum(axis=-1, dtype=np.int32)
            for limit in told.limits:
                recipe = Recipe(name, precision="exact", max_ink=limit)
                touched = np.flatnonzero(sums * 100 > limit * 255)
                ours = store.table(recipe).entries[touched]
                theirs = proportionally_limited(wanted[touched], limit)
                print(f"{name}, {limit:g} %: {len(touched)} colours touched")
                if touched.size:
                    _tell("ours", ours, wanted[touched], condition.profile)
                    _tell("proportional", theirs, wanted[touched], condition.profile)


def _tell(name: str, found: Packed, wanted: Packed, press: Profile) -> None:
    apart = delta_e(lab_of(found, press), lab_of(wanted, press))
    print(f"  {name:13} mean {apart.mean():.3f}  p99 {np.percentile(apart, 99):.3f}")
