"""Each source, intent and black point compensation, against another build of Little CMS."""

from itertools import product

import numpy as np
import pytest

from lut import Conditions
from lut.base.packing import colours, samples
from lut.icc.source_profiles import NAMES, named
from lut.icc.transform import Intent, Transform
from tests.lut.oracles import every_little_cms, little_cms

ICC: dict[Intent, int] = {"perceptual": 0, "relative": 1, "saturation": 2, "absolute": 3}
SOME = colours()[::331].copy()
CASES = [
    (source, intent, bpc)
    for source, intent, bpc in product(NAMES, ICC, (True, False))
    if not (intent == "absolute" and bpc)
]


@pytest.mark.load  # builds every transform
@pytest.mark.parametrize("condition", ["iso-coated-v2-300", "fogra39-coated"])
@pytest.mark.parametrize(("source", "intent", "bpc"), CASES)
def test_fifty_thousand_colours_of_each(
    condition: str, source: str, intent: Intent, bpc: bool
) -> None:
    press = Conditions()[condition].profile
    entries = Transform(named(source), press, intent, bpc).of(SOME)
    rgb = np.ascontiguousarray(samples(SOME)[:, :3])
    np.testing.assert_array_equal(
        entries, little_cms(rgb, named(source), press, ICC[intent], bpc=bpc)
    )


@pytest.mark.slow
@pytest.mark.parametrize("condition", ["iso-coated-v2-300", "fogra39-coated"])
@pytest.mark.parametrize(("source", "intent", "bpc"), CASES)
def test_every_colour_of_each(condition: str, source: str, intent: Intent, bpc: bool) -> None:
    press = Conditions()[condition].profile
    entries = Transform(named(source), press, intent, bpc).every()
    np.testing.assert_array_equal(
        entries, every_little_cms(named(source), press, ICC[intent], bpc=bpc)
    )
