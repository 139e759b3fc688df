"""One line of log and one count for every request, over a real socket."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image
from prometheus_client.parser import text_string_to_metric_families

from app.middleware.access import new_key
from tests.server import Server, serving

KEY, HASH = new_key()
ASKED = {"Authorization": f"Bearer {KEY}", "X-Request-ID": "the-shop-42"}


@pytest.fixture(scope="module")
def photo() -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((30, 40, 3), 77, np.uint8)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def watched(data: Path) -> Iterator[Server]:
    with serving(data, "--log", "json", keys=HASH) as server:
        yield server


def figures(server: Server) -> dict[str, float]:
    """Every sample, by its name and labels."""
    text = httpx.get(f"{server.url}/metrics", headers=ASKED).text
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_pixels_bytes_stages_and_refusals_are_counted(
    watched: Server, photo: bytes
) -> None:
    url = f"{watched.url}/v1/convert"
    answer = httpx.post(url, content=photo, headers=ASKED)
    assert answer.status_code == 200
    httpx.post(url, content=b"no picture", headers=ASKED)
    httpx.post(url, content=photo)
    found = figures(watched)
    assert found["platesetter_requests_total['/v1/convert', '200', 'POST']"] == 1
    assert found["platesetter_requests_total['/v1/convert', '415', 'POST']"] == 1
    assert found["platesetter_requests_total['/v1/convert', '401', 'POST']"] == 1
    assert found["platesetter_refusals_total['format']"] == 1
    assert found["platesetter_refusals_total['key']"] == 1
    assert found["platesetter_pixels_total[]"] == 30 * 40
    assert found["platesetter_bytes_total['in']"] == 2 * len(photo) + len(b"no picture")
    assert found["platesetter_bytes_total['out']"] > len(answer.content)
    for stage in ("receive", "wait", "decode", "convert", "send"):
        assert found[f"platesetter_stage_seconds_count['{stage}']"] == 1
    assert found["platesetter_slots_busy[]"] == 0
    assert found["platesetter_ready[]"] in (0, 1)


def test_a_request_is_one_line_of_the_log_without_its_query_or_key(
    watched: Server, photo: bytes
) -> None:
    httpx.post(
        f"{watched.url}/v1/convert", content=photo, headers=ASKED, params={"filename": "secret.jpg"}
    )
    watched.stop()
    lines = [json.loads(line) for line in watched.log if line.startswith("{")]
    mine = [line for line in lines if line["request_id"] == "the-shop-42"]
    assert len(mine) == 1
    assert (mine[0]["method"], mine[0]["path"], mine[0]["status"]) == ("POST", "/v1/convert", 200)
    assert mine[0]["received"] == len(photo)
    assert mine[0]["client"] == "127.0.0.1"
    text = "".join(watched.log)
    assert "secret" not in text
    assert KEY not in text


def test_what_a_decoder_warns_of_is_logged_with_the_request(watched: Server) -> None:
    file = io.BytesIO()
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(file, "PNG", icc_profile=b"no profile")
    httpx.post(f"{watched.url}/v1/convert", content=file.getvalue(), headers=ASKED)
    watched.stop()
    warned = [line for line in watched.log if "iCCP" in line and '"WARNING"' in line]
    assert [json.loads(line)["request_id"] for line in warned] == ["the-shop-42"] * len(warned)
    assert warned


def test_metrics_and_description_can_be_switched_off(data: Path) -> None:
    with serving(data, metrics="false", docs="false") as server:
        for path in ("/metrics", "/docs", "/openapi.json"):
            assert httpx.get(f"{server.url}{path}").status_code == 404
