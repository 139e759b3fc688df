import numpy as np

from lut.grid.axis import CELL, FRACTION, WEIGHTS


def test_each_codes_weights_sum_to_seventeen() -> None:
    assert WEIGHTS.shape == (256, 16)
    assert np.all(WEIGHTS.sum(axis=1) == 17)


def test_weights_are_never_negative_and_whole() -> None:
    assert WEIGHTS.min() == 0
    assert np.array_equal(WEIGHTS, np.rint(WEIGHTS))


def test_nodes_at_their_own_codes_interpolate_to_the_code() -> None:
    assert np.array_equal(WEIGHTS @ np.arange(0, 256, 17), 17 * np.arange(256))


def test_only_the_two_nodes_around_a_code_count() -> None:
    for code, weights in enumerate(WEIGHTS):
        around = {node for node in range(16) if abs(17 * node - code) < 17}
        assert set(np.flatnonzero(weights)) == around


def test_cell_and_fraction_give_the_code_back() -> None:
    assert np.array_equal(17 * CELL + FRACTION, np.arange(256))
    assert FRACTION.max() == 16


def test_weights_cannot_be_written() -> None:
    assert not WEIGHTS.flags.writeable
