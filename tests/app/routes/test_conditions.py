"""`GET /v1/conditions`."""

import httpx
import pytest

from lut import Conditions


def test_the_list_names_each_and_the_default(client: httpx.Client) -> None:
    found = client.get("/v1/conditions").raise_for_status().json()
    assert [(one["name"], one["default"]) for one in found] == [
        ("fogra39-coated", False),
        ("iso-coated-v2-300", True),
    ]


@pytest.mark.parametrize("name", ["fogra39-coated", "iso-coated-v2-300"])
def test_one_condition_has_all_its_facts(client: httpx.Client, name: str) -> None:
    found = client.get(f"/v1/conditions/{name}").raise_for_status().json()
    condition = Conditions()[name]
    assert found["facts"] == condition.facts.model_dump(mode="json")
    assert found["notice"] == condition.notice
    accuracy = found["facts"]["accuracy"]
    for unit in ("levels", "delta_e"):
        for figure in ("mean", "p99"):
            assert accuracy["fitted"][unit][figure] < accuracy["sampled"][unit][figure]
