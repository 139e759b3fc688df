import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.proofing.tiling import Tiles


@pytest.mark.parametrize("gather", [np.maximum, np.add], ids=["largest", "sum"])
@given(
    shape=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    side=st.integers(1, 12),
    rows=st.integers(1, 15),
    seed=st.integers(0, 9),
)
def test_each_tile_is_gathered_whatever_the_strips(
    gather: np.ufunc, shape: tuple[int, int], side: int, rows: int, seed: int
) -> None:
    values = np.random.default_rng(seed).integers(0, 1021, shape).astype(np.uint16)
    tiles = Tiles(shape[1], side, gather)
    found = [row for top in range(0, shape[0], rows) for row in tiles.add(values[top : top + rows])]
    found += tiles.rest()
    expected = [
        [
            gather.reduce(values[y : y + side, x : x + side].astype(int).reshape(-1))
            for x in range(0, shape[1], side)
        ]
        for y in range(0, shape[0], side)
    ]
    np.testing.assert_array_equal(found, expected)
