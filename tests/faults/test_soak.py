"""Mixed load for a long time: every answer right, and memory that does not grow.

pytest -m soak --soak-seconds 1800 --soak-plot soak.svg
"""

import hashlib
import random
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

from app.capacity.allocator import EVERY_S
from tests.faults import corpus
from tests.faults.asking import ask
from tests.faults.test_leaving import leave
from tests.pictures import by_pillow, jpeg, photo, tiff
from tests.server import Server, serving

CLIENTS: Final = 6
PATHS: Final = (
    "/v1/convert",
    "/v1/convert?precision=exact&max_ink=280",
    "/v1/convert?compression=lzw",
    "/v1/convert?compression=deflate&black=pure~6",
    "/v1/convert?condition=fogra39-coated",
)
WARM_S: Final = 20.0
TIDIED_S: Final = 2 * EVERY_S
GROWTH: Final = 1.1
"""Ratio of the idle service's memory after the load to that before it, at most."""


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    with serving(data, queue="1000") as running:
        yield running


@pytest.mark.soak
def test_mixed_load_stays_right_and_flat(server: Server, request: pytest.FixtureRequest) -> None:
    seconds = float(request.config.getoption("--soak-seconds"))
    pictures = [
        jpeg(photo(200, 150)),
        jpeg(photo(1600, 1200)),
        by_pillow(photo(900, 700), "PNG"),
        tiff(photo(1200, 900)),
        jpeg(np.tile(photo(1000, 1000), (3, 4, 1))),
    ]
    hostile = [one.data for one in list(corpus.every())[::97]]
    wanted = {
        (number, path): digest(ask(server, picture, path).body)
        for number, picture in enumerate(pictures)
        for path in PATHS
    }
    counts: Counter[str] = Counter()
    lock = threading.Lock()

    def load(seed: int, until: float) -> None:
        chance = random.Random(seed)
        while time.monotonic() < until:
            kind = chance.choices(("right", "hostile", "leaves"), (8, 2, 1))[0]
            if kind == "right":
                number, path = chance.choice(list(wanted))
                answer = ask(server, pictures[number], path)
                assert (answer.status, digest(answer.body)) == (200, wanted[number, path])
            elif kind == "hostile":
                assert ask(server, chance.choice(hostile)).status in (200, 415, 422)
            else:
                leave(server, pictures[-1], chance.randrange(1 << 30))
            with lock:
                counts[kind] += 1

    readings = list[tuple[float, float]]()
    pause = threading.Event()

    def loaded(seconds: float) -> float:
        """Run the load for so many seconds; return the memory in MiB once the service is idle."""
        start = time.monotonic()
        with ThreadPoolExecutor(CLIENTS) as clients:
            loads = [clients.submit(load, seed, start + seconds) for seed in range(CLIENTS)]
            while not all(one.done() for one in loads):
                readings.append((time.monotonic() - start, server.memory() / (1 << 20)))
                pause.wait(0.25)
            for one in loads:
                one.result()
        pause.wait(TIDIED_S)
        return server.memory() / (1 << 20)

    before = loaded(WARM_S)
    readings.clear()
    after = loaded(seconds)
    quarter = len(readings) // 4
    second, last = (
        statistics.median(size for _, size in part)
        for part in (readings[quarter : 2 * quarter], readings[-quarter:])
    )
    print(
        f"\n{seconds:.0f} s: {dict(counts)}; {second:.0f} MiB in the second quarter, {last:.0f} in"
    )
    print(f"the last, {max(size for _, size in readings):.0f} at most")
    print(f"idle: {before:.0f} MiB before, {after:.0f} MiB after")
    if drawing := request.config.getoption("--soak-plot"):
        draw(readings, Path(drawing))
    assert after <= before * GROWTH


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def draw(readings: list[tuple[float, float]], file: Path) -> None:
    from matplotlib.figure import Figure  # noqa: PLC0415 - only where a plot is asked for

    figure = Figure((8, 3), layout="constrained")
    axes = figure.subplots()
    axes.plot(*zip(*readings, strict=True), linewidth=0.8)
    axes.set(xlabel="s", ylabel="MiB", ylim=(0, None), title="memory of the server under load")
    figure.savefig(file)
