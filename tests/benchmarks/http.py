"""Over HTTP: our service, the same without the lookup, and services around libvips and Pillow.

All services run all the time, and one after another is measured. A client waits for its answer and
sends the next request; several do the same side by side. Ours converts with `exact`; this part
compares each service's answer with ours before it times any. A case in which the floor was slower
than ours is void: this part measures it again, `TRIES` times at most.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks import accuracy, inputs
from tests.benchmarks.client import fetch
from tests.benchmarks.result import OURS, Measured, Result
from tests.server import PLATESETTER, Server, started

SERVICES = {OURS: PLATESETTER} | {
    name: (sys.executable, "-m", f"tests.benchmarks.services.{name.lower()}")
    for name in ("floor", "libvips", "ImageCms")
}
FLOOR = "floor"
TRIES = 5
EACH = {1: 3, 4: 6, 16: 2}
"""Requests of each client in one run, by the number of clients: enough that the run's beginning and
end, when not all clients have a request, change little."""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=5, help="of each, after a first")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--kinds", nargs="+", default=list(inputs.KINDS), choices=inputs.KINDS)
    parser.add_argument("--services", nargs="+", default=list(SERVICES), choices=SERVICES)


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    with tempfile.TemporaryDirectory() as name, services(arguments.services, Path(name)) as running:
        words, picture = inputs.poster(arguments.photographs)
        files = {kind: inputs.written(picture, kind, Path(name)) for kind in arguments.kinds}
        remarks = [remark for file in files.values() for remark in compare(running, file)]
        measured = [
            one
            for kind, file in files.items()
            for clients in arguments.clients
            for one in measure(
                running, f"24 Mpx {kind}, {clients} at once", file, clients, arguments.runs
            )
        ]
    return Result("http", words, measured, remarks)


@contextmanager
def services(names: Iterable[str], folder: Path) -> Iterator[dict[str, Server]]:
    """Run services, each with a folder of its own; yield them by name."""
    with ExitStack() as held:
        running = {}
        for name in names:
            (folder / name).mkdir()
            environment = {"PLATESETTER_DATA": str(folder / name)}
            command = [*SERVICES[name], "serve", "--port", "0"]
            running[name] = held.enter_context(started(command, environment))
        yield running


def compare(running: dict[str, Server], file: Path) -> Iterator[str]:
    """Yield a remark on each service that is not ours.

    Raises:
        SystemExit: an answer is too far from exact.
    """
    wanted, found = file.with_suffix(".wanted.tif"), file.with_suffix(".found.tif")
    expected = fetch(running[OURS], file, wanted)
    for way, server in running.items():
        received = fetch(server, file, found)
        if way == FLOOR and received != expected:
            raise SystemExit(f"the floor sends {received} bytes, expected {expected}")
        if way not in (OURS, FLOOR):
            yield f"{file.suffix[1:]}: {accuracy.compared(way, found, wanted)}"


def measure(
    running: dict[str, Server], case: str, file: Path, clients: int, runs: int
) -> Iterator[Measured]:
    """Measure one service after another: seconds of a request for one client, Mpx/s for several.

    Raises:
        SystemExit: the floor was always slower than ours.
    """
    for _ in range(TRIES):
        taken = _in_turn(running, file, clients, runs)
        if FLOOR not in taken or not _is_void(taken):
            break
    else:
        raise SystemExit(f"{case}: void, the floor was slower than ours")
    megapixels = clients * EACH[clients] * inputs.POSTER_MPX
    for way, seconds in taken.items():
        if clients == 1:
            yield Measured(case, way, "s", [one / EACH[1] for one in seconds])
        else:
            yield Measured(case, way, "Mpx/s", [megapixels / one for one in seconds])


def _in_turn(
    running: dict[str, Server], file: Path, clients: int, runs: int
) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {way: [] for way in running}
    for counted in range(runs + 1):
        for way, server in running.items():
            elapsed = _elapsed(server, file, clients)
            if counted:
                taken[way].append(elapsed)
    return taken


def _is_void(taken: dict[str, list[float]]) -> bool:
    return statistics.median(taken[FLOOR]) > statistics.median(taken[OURS])


def _elapsed(server: Server, file: Path, clients: int) -> float:
    def ask(_: int) -> None:
        for _ in range(EACH[clients]):
            fetch(server, file)

    with ThreadPoolExecutor(clients) as threads:
        start = time.perf_counter()
        list(threads.map(ask, range(clients)))
        return time.perf_counter() - start
