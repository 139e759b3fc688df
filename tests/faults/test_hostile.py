"""Thousands of damaged and malicious files: each is refused or converted, the server unharmed."""

import json
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final

import pytest

from app.capacity.allocator import EVERY_S
from tests.faults import corpus
from tests.faults.asking import SLOWEST_S, Answer, ask, is_cut, is_whole
from tests.faults.corpus import Hostile
from tests.server import Server, serving

pytestmark = pytest.mark.load

ANSWERS: Final = {200, 415, 422}
AT_ONCE: Final = 4
ALL: Final = 5000
EACH: Final = 500
WARM: Final = 20
TIDIED_S: Final = 2 * EVERY_S
SLICE: Final = {"off": 23, "on": 401}
"""One file in so many for the daily run; fewer where each is decoded in a process of its own."""

PIXELS: Final = "the image cannot be read"
"""How a refusal begins where the decoder read past the header."""


@pytest.fixture
def server(data: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    with serving(data, isolation=request.param) as running:
        yield running


@pytest.mark.parametrize(("server", "step"), SLICE.items(), indirect=["server"])
def test_a_slice_of_all_hostile_files_does_no_harm(server: Server, step: int) -> None:
    expect_no_harm(server, islice(corpus.every(), 0, None, step))


@pytest.mark.slow
@pytest.mark.parametrize("server", ["off"], indirect=True)
def test_all_hostile_files_do_no_harm(server: Server) -> None:
    """At least 500 of each format get past the header."""
    past = expect_no_harm(server, corpus.every())
    assert sum(past.values()) >= ALL
    families = Counter[str]()
    for name, count in past.items():
        families[name.split(",")[0]] += count
    assert {name: count for name, count in families.items() if count < EACH} == {}


def expect_no_harm(server: Server, files: Iterable[Hostile]) -> Counter[str]:
    """Send files, expect no harm, and return how many of each format got past their header."""
    expect_served(server, WARM)
    *_, before = memories(server)
    past, statuses, cut = Counter[str](), Counter[tuple[str, int]](), 0
    with ThreadPoolExecutor(AT_ONCE) as clients:
        for file, answer in clients.map(lambda file: (file, ask(server, file.data)), files):
            expect_sane(file, answer)
            past[file.format] += is_past_header(answer)
            statuses[file.format, answer.status] += 1
            cut += answer.status == 200 and is_cut(answer)
    assert server.process.poll() is None
    expect_served(server, 1)
    after = min(memories(server))
    print(f"\n{statuses.total()} files; past the header: {dict(past)}; {dict(statuses)}")
    print(f"{cut} answers cut short of what they announced")
    print(f"memory before {before >> 20} MiB, after {after >> 20} MiB")
    assert after <= before * 1.1
    return past


def memories(server: Server) -> Iterator[int]:
    """Yield the server's memory again and again while it gives freed memory back."""
    pause = threading.Event()
    for _ in range(10):
        pause.wait(TIDIED_S / 4)
        yield server.memory()


def expect_served(server: Server, times: int) -> None:
    """Send every sound file several times, so that all threads and libraries are there."""
    files = [*corpus.sound().values()] * times
    with ThreadPoolExecutor(AT_ONCE) as clients:
        answers = clients.map(lambda data: ask(server, data).status, files)
        assert set(answers) == {200}


def expect_sane(file: Hostile, answer: Answer) -> None:
    what = f"{file.format}, {file.harm}: {answer.status} after {answer.seconds:.2f} s"
    assert answer.status in ANSWERS, what
    assert answer.seconds < SLOWEST_S, what
    if answer.status == 200 and not is_cut(answer):
        assert is_whole(answer), what
        assert not file.is_cut, what
    elif answer.status != 200:
        assert json.loads(answer.body)["detail"], what


def is_past_header(answer: Answer) -> bool:
    return answer.status == 200 or json.loads(answer.body)["detail"].startswith(PIXELS)
