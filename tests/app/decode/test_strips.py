import tempfile

import numpy as np

from app.decode.strips import STRIP_BYTES
from tests import pictures
from tests.app.reading import opened
from tests.pictures import photo


def test_strips_are_narrow_and_do_not_change_afterwards() -> None:
    with opened(pictures.png(photo(700, 900))) as picture, tempfile.TemporaryFile() as spool:
        strips, copies = [], []
        for strip in picture.strips(spool):
            assert strip.nbytes <= STRIP_BYTES
            assert strip.flags.c_contiguous
            strips.append(strip)
            copies.append(strip.copy())
    assert len(strips) == -(-700 * 900 * 4 // STRIP_BYTES)
    assert all(np.array_equal(a, b) for a, b in zip(strips, copies, strict=True))
