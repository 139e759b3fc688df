"""The web page's files: what they are, and what they may load."""

from pathlib import Path

import httpx
import pytest

from app.middleware.browser_headers import PAGE
from app.routes.page import WEB
from tests.server import serving

FILES = sorted(path.name for path in WEB.iterdir())
KINDS = {".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml"}


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_served_as_what_it_is(client: httpx.Client, name: str) -> None:
    answer = client.get("/" if name == "index.html" else f"/web/{name}")
    assert answer.content == (WEB / name).read_bytes()
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind in (KINDS.get(Path(name).suffix), "text/javascript", "application/javascript")
    assert answer.headers["content-security-policy"] == PAGE
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/web/", "/web/none.js", "/web/../main.py", "/web/%2e%2e/main.py"]
)
def test_nothing_else_is_there(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_web_page_can_be_switched_off(data: Path) -> None:
    with serving(data, page="false") as server:
        for path in ("/", "/web/main.js"):
            assert httpx.get(f"{server.url}{path}").status_code == 404


def test_keys_guard_the_service_not_the_web_page(data: Path) -> None:
    with serving(data, keys="0" * 64) as server:
        assert httpx.get(server.url).status_code == 200
        for path in ("/v1/proof", "/v1/report"):
            assert httpx.post(f"{server.url}{path}", content=b"x").status_code == 401
