import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lut.base.packing import PACKED, Packed, samples
from lut.colorimetry.total_ink import Coverages, allowed, percent


@given(arrays(PACKED, st.integers(0, 300)))
def test_it_is_the_sum_of_the_inks(entries: Packed) -> None:
    coverages = Coverages()
    for part in (entries, entries[: len(entries) // 2], entries):
        expected = samples(part).sum(axis=1, dtype=np.uint16)
        np.testing.assert_array_equal(coverages.of(part), expected)


@pytest.mark.parametrize(
    ("limit", "most"), [(0, 0), (100, 255), (298, 760), (298.1, 760), (300, 765), (400, 1020)]
)
def test_a_limit_allows_what_rounds_to_it(limit: float, most: int) -> None:
    assert allowed(limit) == most
    assert round(percent(most), 1) <= limit < round(percent(most + 1), 1)
