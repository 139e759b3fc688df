"""The figures that the service has for Prometheus: `GET /metrics`."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

from app.base.timings import Timings
from app.convert.engine import Engine

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """A registry of its own, so that two services in one process do not mix.

    Args:
        engine: whose slots and tables the gauges show.
    """

    def __init__(self, engine: Engine) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "platesetter_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._refusals = Counter(
            "platesetter_refusals",
            "Requests answered with a problem, by its type.",
            ["reason"],
            registry=self._registry,
        )
        self._stages = Histogram(
            "platesetter_stage_seconds",
            "Seconds of a request by stage; threads that work at once both count.",
            ["stage"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._pixels = Counter(
            "platesetter_pixels",
            "Pixels of conversions, proofs and reports that were finished.",
            registry=self._registry,
        )
        self._bytes = Counter(
            "platesetter_bytes",
            "Bytes of requests' and answers' bodies.",
            ["direction"],
            registry=self._registry,
        )
        self._add_gauges(engine)

    def _add_gauges(self, engine: Engine) -> None:
        gauges = {
            "slots_busy": ("Slots taken.", lambda: engine.slots.busy),
            "conversions": (
                "Conversions working or waiting for a slot.",
                lambda: engine.slots.inside,
            ),
            "queue": ("Conversions waiting for a slot.", lambda: engine.slots.waiting),
            "tables_resident": ("Tables kept open.", lambda: engine.tables.resident),
            "tables_made": ("Tables made since the start.", lambda: engine.tables.made),
            "ready": ("Whether the default table is ready.", lambda: engine.ready),
        }
        for name, (help_text, read) in gauges.items():
            gauge = Gauge(f"platesetter_{name}", help_text, registry=self._registry)
            gauge.set_function(read)

    def answered(self, method: str, route: str, status: int) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()

    def refused(self, reason: str) -> None:
        """Count a problem."""
        self._refusals.labels(reason).inc()

    def moved(self, received: int, sent: int) -> None:
        """Count the bytes of a request's body and of its answer's."""
        self._bytes.labels("in").inc(received)
        self._bytes.labels("out").inc(sent)

    def converted(self, pixels: int, timings: Timings) -> None:
        """Count a conversion that has ended well."""
        self._pixels.inc(pixels)
        for stage, seconds in timings.seconds.items():
            self._stages.labels(stage).observe(seconds)

    def exposition(self) -> bytes:
        """Return all of it, in Prometheus' text format 0.0.4."""
        return generate_latest(self._registry)
