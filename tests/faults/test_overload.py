"""Ten times more clients than there is room for: each receives the right TIFF, or a 503.

The server has a core of its own, and one slot, so that the clients take none of its time. The test
prints how long they wait, and asserts nothing about it.
"""

import json
import os
import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from tests.benchmarks.client import watched
from tests.faults.asking import Answer, ask_for_digest
from tests.pictures import jpeg, photo
from tests.server import Server, serving

pytestmark = pytest.mark.load

SLOTS: Final = 1
QUEUE: Final = 2
CLIENTS: Final = 10 * (SLOTS + QUEUE)
NOW_AND_THEN_S: Final = 0.2
"""Seconds between two readings of memory, each of which takes time from the clients."""
AGAIN: Final = re.compile(rb"retry-after: ([1-3])(?:\r|$)")
"""The seconds that a refused client is asked to wait."""
SIDE: Final = 2400


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    """Start a server on a core of its own, where there is a second for the clients."""
    first, *others = cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {first})
    with serving(data, slots=str(SLOTS), queue=str(QUEUE)) as running:
        os.sched_setaffinity(0, others or cores)
        yield running
    os.sched_setaffinity(0, cores)


@pytest.mark.parametrize("seconds", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_every_answer_is_whole_or_a_refusal(server: Server, seconds: float) -> None:
    picture = jpeg(photo(SIDE, SIDE), quality=85, subsampling="4:2:0")
    right = ask_for_digest(server, picture).body
    unloaded = statistics.median(ask_for_digest(server, picture).seconds for _ in range(9))
    until = time.monotonic() + seconds
    with watched(server, NOW_AND_THEN_S) as readings, ThreadPoolExecutor(CLIENTS) as clients:
        answers = [
            one
            for several in clients.map(
                lambda _: asked_until(server, picture, until), range(CLIENTS)
            )
            for one in several
        ]
    statuses = Counter(one.status for one in answers)
    assert set(statuses) == {200, 503}
    accepted = [one for one in answers if one.status == 200]
    assert {one.body for one in accepted} == {right}
    for one in answers:
        if one.status == 503:
            assert AGAIN.search(one.head)
            assert json.loads(one.body)["type"] == "urn:platesetter:problem:busy"
    p99 = float(np.percentile([one.seconds for one in accepted], 99))
    bound = 1.5 * (QUEUE / SLOTS + 1) * unloaded
    refused = statistics.median(one.seconds for one in answers if one.status == 503)
    p50 = statistics.median(one.seconds for one in accepted)
    print(f"\n{statuses}: unloaded {unloaded:.3f} s, median {p50:.3f} s")
    print(f"p99 {p99:.3f} s; 1.5 × (queue/slots + 1) × the unloaded one is {bound:.3f}")
    most = max(size for _, size in readings)
    print(f"refused after {refused * 1000:.1f} ms; memory {most >> 20} MiB at most")


def asked_until(server: Server, picture: bytes, until: float) -> list[Answer]:
    answers, again = [], threading.Event()
    while time.monotonic() < until:
        answers.append(ask_for_digest(server, picture))
        if answers[-1].status == 503 and (found := AGAIN.search(answers[-1].head)):
            again.wait(int(found[1]))
    return answers
