"""The registry of figures, without a server: each call counts, and gauges follow the engine."""

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.base.settings import Settings
from app.base.timings import Timings
from app.convert.engine import Engine
from app.middleware.metrics import Metrics


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(Settings(data=tmp_path, slots=2, queue=1, isolation="off"))


@pytest.fixture
def metrics(engine: Engine) -> Metrics:
    return Metrics(engine)


def figures(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Return each sample by its name, less the prefix, and its labels' values by label."""
    families = text_string_to_metric_families(metrics.exposition().decode())
    return {
        (
            sample.name.removeprefix("platesetter_"),
            *(value for _, value in sorted(sample.labels.items())),
        ): sample.value
        for family in families
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def test_before_any_request_nothing_is_counted(metrics: Metrics) -> None:
    assert figures(metrics) == {
        ("pixels_total",): 0,
        ("slots_busy",): 0,
        ("conversions",): 0,
        ("queue",): 0,
        ("tables_resident",): 0,
        ("tables_made",): 0,
        ("ready",): 0,
    }


def test_requests_are_counted_by_method_route_and_status(metrics: Metrics) -> None:
    metrics.answered("POST", "/v1/convert", 200)
    metrics.answered("POST", "/v1/convert", 200)
    metrics.answered("POST", "/v1/convert", 413)
    metrics.answered("GET", "/healthz", 200)
    found = figures(metrics)
    assert found["requests_total", "POST", "/v1/convert", "200"] == 2
    assert found["requests_total", "POST", "/v1/convert", "413"] == 1
    assert found["requests_total", "GET", "/healthz", "200"] == 1


def test_problems_are_counted_by_reason(metrics: Metrics) -> None:
    for reason in ("busy", "bytes", "busy"):
        metrics.refused(reason)
    found = figures(metrics)
    assert (found["refusals_total", "busy"], found["refusals_total", "bytes"]) == (2, 1)


def test_bytes_are_counted_by_direction(metrics: Metrics) -> None:
    metrics.moved(100, 7)
    metrics.moved(20, 0)
    found = figures(metrics)
    assert (found["bytes_total", "in"], found["bytes_total", "out"]) == (120, 7)


def test_a_conversion_counts_its_pixels_and_its_seconds_by_stage(metrics: Metrics) -> None:
    timings = Timings()
    timings.seconds |= {"decode": 0.02, "convert": 40.0}
    metrics.converted(1200, timings)
    metrics.converted(34, timings)
    found = figures(metrics)
    assert found["pixels_total",] == 1234
    assert found["stage_seconds_sum", "decode"] == pytest.approx(0.04)
    assert found["stage_seconds_count", "convert"] == 2
    buckets = {le: found["stage_seconds_bucket", le, "decode"] for le in ("0.01", "0.025", "+Inf")}
    assert buckets == {"0.01": 0, "0.025": 2, "+Inf": 2}
    buckets = {le: found["stage_seconds_bucket", le, "convert"] for le in ("30.0", "60.0")}
    assert buckets == {"30.0": 0, "60.0": 2}


def test_gauges_follow_the_slots(engine: Engine, metrics: Metrics) -> None:
    def busy_and_inside() -> tuple[float, float]:
        found = figures(metrics)
        return found["slots_busy",], found["conversions",]

    with engine.slots.work() as lease:
        assert busy_and_inside() == (1, 1)
        with engine.slots.work(small=True):
            assert busy_and_inside() == (2, 2)
        with lease.rest():
            assert busy_and_inside() == (0, 0)
        assert busy_and_inside() == (1, 1)
    assert busy_and_inside() == (0, 0)


def test_a_conversion_that_waits_is_in_the_queue(engine: Engine, metrics: Metrics) -> None:
    waiting = []

    def look_and_give_up() -> None:
        found = figures(metrics)
        waiting.append((found["queue",], found["slots_busy",], found["conversions",]))
        raise TimeoutError

    with engine.slots.work(), engine.slots.work():
        with pytest.raises(TimeoutError), engine.slots.work(look_and_give_up):
            pass
        assert figures(metrics)["queue",] == 0
    assert waiting == [(1, 2, 3)]


def test_gauges_follow_the_tables(data: Path) -> None:
    engine = Engine(Settings(data=data, isolation="off"))
    metrics = Metrics(engine)
    engine.warm_up()
    found = figures(metrics)
    assert (found["ready",], found["tables_resident",]) == (1, 1)
    assert found["tables_made",] == engine.tables.made


def test_two_services_in_one_process_do_not_mix(engine: Engine, metrics: Metrics) -> None:
    metrics.refused("busy")
    assert ("refusals_total", "busy") not in figures(Metrics(engine))
