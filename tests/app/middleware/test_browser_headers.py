"""Headers for browsers, and how far the service believes a proxy."""

from pathlib import Path

import httpx
import pytest

from tests.server import serving

ORIGIN = "https://shop.example"


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/nowhere"])
def test_nothing_is_framed_or_guessed(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_web_pages_of_other_origins_may_not_use_the_service(client: httpx.Client) -> None:
    answer = client.get("/healthz", headers={"Origin": ORIGIN})
    assert "access-control-allow-origin" not in answer.headers


def test_web_pages_of_an_allowed_origin_may(data: Path) -> None:
    with serving(data, cors=ORIGIN) as server:
        for origin, allowed in ((ORIGIN, ORIGIN), ("https://other.example", None)):
            answer = httpx.get(f"{server.url}/healthz", headers={"Origin": origin})
            assert answer.headers.get("access-control-allow-origin") == allowed


@pytest.mark.parametrize(
    ("options", "client"), [((), "127.0.0.1"), (("--trust-proxy", "127.0.0.1"), "203.0.113.7")]
)
def test_a_proxy_is_believed_only_where_it_is_trusted(
    data: Path, options: tuple[str, ...], client: str
) -> None:
    with serving(data, *options, "--log", "json") as server:
        httpx.get(f"{server.url}/nowhere", headers={"X-Forwarded-For": "203.0.113.7"})
        server.stop()
        assert [f'"client": "{client}"' in line for line in server.log if "/nowhere" in line] == [
            True
        ]
