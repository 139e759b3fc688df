"""A conversion from its beginning to its close: what it holds, and that it gives all of it back."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile

from app.base.cancellation import Abandoned
from app.base.errors import ImageBroken, ImageTooLarge, TooMuch
from app.base.options import Options
from app.base.settings import Settings
from app.convert.engine import Conversion, Engine
from app.convert.small_outputs import SMALL
from app.convert.submission import Submission
from lut import Table
from tests import pictures
from tests.app.reading import file_of, open_files
from tests.oracle import inks_of
from tests.pictures import photo

pytestmark = pytest.mark.load  # engines of their own, and pictures of 34 MB of inks

RGB = photo(90, 70)
LARGE = pictures.tiff(np.zeros((2900, 2900, 3), np.uint8), compression="zlib")
"""33.6 MB of inks: more than are finished before they are sent."""


@pytest.fixture
def engine(data: Path) -> Engine:
    return Engine(Settings(data=data, slots=2))


@contextmanager
def submitted(content: bytes, **how: Any) -> Iterator[Submission[Options]]:
    with file_of(content) as file:
        yield Submission(file, Options(), **how)


@contextmanager
def nothing_is_held(engine: Engine) -> Iterator[None]:
    engine.warm_up()  # whose table stays open
    before = open_files()
    yield
    assert (engine.slots.inside, engine.slots.busy) == (0, 0)
    assert open_files() <= before


def test_a_small_output_is_finished_and_holds_no_slot(engine: Engine, table: Table) -> None:
    with nothing_is_held(engine), submitted(pictures.png(RGB)) as submission:
        with engine.begin(submission) as conversion:
            assert (engine.slots.inside, engine.slots.busy) == (0, 0)
            assert submission.file.closed
            file = b"".join(conversion.body)
        assert conversion.length == len(file)
        assert conversion.pixels == 90 * 70
        assert conversion.facts["Condition"] == "iso-coated-v2-300"
        np.testing.assert_array_equal(tifffile.imread(io.BytesIO(file)), inks_of(table, RGB))


def test_a_large_output_is_converted_while_it_is_read_and_holds_its_slot(engine: Engine) -> None:
    with nothing_is_held(engine), submitted(LARGE) as submission:
        with engine.begin(submission) as conversion:
            assert conversion.length > SMALL
            assert (engine.slots.inside, engine.slots.busy) == (1, 1)
            assert sum(map(len, conversion.body)) == conversion.length
        assert submission.file.closed


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_closing_early_gives_all_back(engine: Engine, taken: int) -> None:
    with nothing_is_held(engine), submitted(LARGE) as submission:
        conversion = engine.begin(submission)
        body = iter(conversion.body)
        for _ in range(taken):
            next(body)
        conversion.close()
        conversion.close()


def test_damage_in_a_small_output_is_an_error_before_its_first_byte(engine: Engine) -> None:
    whole = pictures.png(RGB)
    with nothing_is_held(engine), submitted(whole[: len(whole) // 2]) as submission:
        with pytest.raises(ImageBroken):
            engine.begin(submission)
        assert submission.file.closed


def test_damage_in_a_large_output_comes_from_its_body(engine: Engine) -> None:
    damaged = LARGE[:400] + bytes(len(LARGE) - 800) + LARGE[-400:]
    with (
        nothing_is_held(engine),
        submitted(damaged) as submission,
        engine.begin(submission) as conversion,
    ):
        assert breaks(conversion)


def breaks(conversion: Conversion) -> bool:
    """Whether the body is damaged; its error, which refers to the picture, is forgotten."""
    try:
        return not list(conversion.body)
    except ImageBroken:
        return True


def test_what_is_refused_by_its_header_takes_no_slot(data: Path) -> None:
    engine = Engine(Settings(data=data, max_side=89))
    with nothing_is_held(engine), submitted(pictures.png(RGB)) as submission:
        with pytest.raises(ImageTooLarge, match="max_side"):
            engine.begin(submission)
        assert engine.slots.begun == 0


def test_the_submissions_check_ends_the_work(engine: Engine) -> None:
    def check() -> None:
        raise Abandoned

    with (
        nothing_is_held(engine),
        submitted(pictures.png(RGB), check=check) as submission,
        pytest.raises(Abandoned),
    ):
        engine.begin(submission)


def test_a_conversion_may_compute_so_long(data: Path) -> None:
    engine = Engine(Settings(data=data, max_seconds=1e-9))
    with (
        nothing_is_held(engine),
        submitted(pictures.png(RGB)) as submission,
        pytest.raises(TooMuch, match=r"may take 1e-09 s \(max_seconds\)"),
    ):
        engine.begin(submission)


def test_whole_decoders_share_their_memory(data: Path) -> None:
    """A second progressive JPEG waits until the first has given its decoder's memory back."""
    engine = Engine(Settings(data=data, slots=2, decoder_budget="1B"))
    progressive = pictures.jpeg(RGB, progressive=True)
    waits, admitted = threading.Event(), threading.Event()

    def second() -> None:
        with submitted(progressive, check=waits.set) as submission, engine.admitted(submission):
            admitted.set()

    with submitted(progressive) as submission, engine.admitted(submission):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(60)
        assert not admitted.is_set()
    thread.join(60)
    assert admitted.is_set()


def test_timings_say_where_the_seconds_went(engine: Engine) -> None:
    with submitted(pictures.png(RGB)) as submission, engine.begin(submission):
        assert set(submission.timings.seconds) == {"wait", "decode", "convert"}
