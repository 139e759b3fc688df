"""Small files that announce or inflate to enormous ones: refused at once, without the memory."""

import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.client import watched
from tests.faults import corpus
from tests.faults.asking import CLOSELY_S, ask
from tests.server import Server, serving

pytestmark = pytest.mark.latency

MOST_S = 0.1
"""Seconds to a refusal, the median of `TIMES`; 3 to 9 ms on two idle cores."""

MOST_BYTES = 20 << 20
"""Bytes by which the server may grow; a bomb that it inflates takes a gigabyte."""

TIMES = 5
HARMLESS = ("PNG, 1 GiB of text",)
"""The server never inflates the text, and the picture is a good one: it is converted."""


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    with serving(data) as running:
        ask(running, corpus.sound()["JPEG"])
        yield running


@pytest.mark.parametrize("name", corpus.BOMBS)
def test_a_bomb_is_refused_at_once(server: Server, name: str) -> None:
    bomb = corpus.bomb(name)
    ask(server, bomb)
    before = server.memory()
    with watched(server, CLOSELY_S) as readings:
        answers = [ask(server, bomb) for _ in range(TIMES)]
    seconds = statistics.median(one.seconds for one in answers)
    extra = max(size for _, size in readings) - before
    statuses = {one.status for one in answers}
    print(f"\n{name}: {len(bomb)} bytes, {statuses}, {seconds:.3f} s, {extra / 2**20:.1f} MiB more")
    assert statuses == {200} if name in HARMLESS else statuses <= {415, 422}
    assert seconds < MOST_S
    assert extra < MOST_BYTES
