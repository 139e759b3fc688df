"""Every refusal is a problem object that names the thing, what was expected and what came."""

import asyncio
import io
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from PIL import Image

from app.base.settings import Settings
from app.main import create_app
from tests.server import Server, serving

JSON = "application/problem+json"


def picture(
    mode: str = "RGB", kind: str = "PNG", size: tuple[int, int] = (9, 7), **options: Any
) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def refused(answer: httpx.Response, status: int, kind: str, *words: str) -> None:
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, JSON)
    assert problem["status"] == status
    assert problem["type"] == f"urn:platesetter:problem:{kind}"
    assert problem["instance"] == f"urn:platesetter:request:{answer.headers['x-request-id']}"
    for word in words:
        assert word in problem["detail"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"colour": "1"}, ["colour", "unknown parameter"]),
        ({"precision": "best"}, ["precision", "'trilinear'", "'best'"]),
        ({"compression": "jpeg"}, ["compression", "'lzw'", "'jpeg'"]),
        ({"dpi": "0"}, ["dpi", "'0'"]),
        ({"dpi": "nan"}, ["dpi", "'nan'"]),
        ({"source": "cmyk"}, ["source", "'display-p3'", "'cmyk'"]),
        ({"filename": ""}, ["filename"]),
        ({"dpi": ["1", "2"]}, ["dpi", "once"]),
        ({"precision": "trilinear", "source": "adobe-rgb"}, ["precision", "exact", "trilinear"]),
    ],
)
def test_parameters(client: httpx.Client, params: dict[str, Any], words: list[str]) -> None:
    answer = client.post("/v1/convert", params=params, content=picture())
    refused(answer, 400, "parameters", *words)


def test_an_unknown_condition(client: httpx.Client) -> None:
    known = ("iso-coated-v2-300", "fogra39-coated", "'newsprint'")
    params = {"condition": "newsprint"}
    refused(client.post("/v1/convert", params=params, content=picture()), 404, "condition", *known)
    refused(client.get("/v1/conditions/newsprint"), 404, "condition", *known)


def test_an_empty_body(client: httpx.Client) -> None:
    refused(client.post("/v1/convert"), 400, "upload", "no bytes")


def test_a_form_without_a_file(client: httpx.Client) -> None:
    answer = client.post("/v1/convert", files={"photo": b"x"})
    refused(answer, 400, "upload", "'file'", "'photo'")


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"GIF89a......", b"BM......", b"hello"])
def test_other_formats(client: httpx.Client, content: bytes) -> None:
    refused(
        client.post("/v1/convert", content=content), 415, "format", "JPEG", content[:8].hex(" ")
    )


def test_a_damaged_file_is_refused_before_the_first_byte(client: httpx.Client) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (500, 500, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "JPEG")
    refused(client.post("/v1/convert", content=file.getvalue()[:-999]), 422, "image", "end")


def test_cmyk_is_refused_by_name(client: httpx.Client) -> None:
    refused(client.post("/v1/convert", content=picture("CMYK", "JPEG")), 422, "colour", "cmyk")
    refused(client.post("/v1/convert", content=picture("LAB", "TIFF")), 422, "colour", "CIE L*a*b*")


def test_a_broken_profile_names_the_way_out(client: httpx.Client) -> None:
    content = picture(icc_profile=bytes(200))
    refused(client.post("/v1/convert", content=content), 422, "profile", "source=srgb")


def test_a_route_that_is_not_there(client: httpx.Client) -> None:
    refused(client.get("/v2/convert"), 404, "http", "/v2/convert")


def test_a_method_that_is_not_there(client: httpx.Client) -> None:
    answer = client.delete("/v1/convert")
    refused(answer, 405, "http", "DELETE")
    assert answer.headers["allow"]


@pytest.fixture(scope="module")
def narrow(data: Path) -> Any:
    limits = {"max_upload": "100kB", "max_pixels": "1000000", "max_side": "5000"}
    with serving(data, **limits) as server:
        yield server


def test_limits_are_named_with_their_setting(narrow: Server) -> None:
    url = f"{narrow.url}/v1/convert"
    refused(httpx.post(url, content=bytes(100_001)), 413, "bytes", "100000", "max_upload", "100001")
    sent_in_pieces = (bytes(10_000) for _ in range(11))
    refused(httpx.post(url, content=sent_in_pieces), 413, "bytes", "100000", "max_upload")
    wide = picture(size=(1001, 1000))
    refused(httpx.post(url, content=wide), 422, "pixels", "1000000", "max_pixels", "1001 × 1000")
    long = picture(size=(5001, 1))
    refused(httpx.post(url, content=long), 422, "pixels", "5000", "max_side", "5001 × 1")


def test_too_much_to_decode_at_once(data: Path) -> None:
    with serving(data, max_decoder_memory="100kB") as server:
        progressive = picture(kind="JPEG", size=(200, 200), progressive=True)
        answer = httpx.post(f"{server.url}/v1/convert", content=progressive)
        refused(answer, 422, "pixels", "max_decoder_memory", "baseline")
        baseline = picture(kind="JPEG", size=(200, 200))
        assert httpx.post(f"{server.url}/v1/convert", content=baseline).status_code == 200


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return create_app(Settings(data=tmp_path, isolation="off"))


def ask(app: FastAPI, method: str, path: str, content: bytes = b"") -> httpx.Response:
    """Return the answer of an app without a server, also where a route raises."""

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.request(method, path, content=content)

    return asyncio.run(answer())


def test_a_missing_file_of_ours_is_an_internal_error(app: FastAPI, tmp_path: Path) -> None:
    @app.get("/missing")
    def read() -> bytes:
        return (tmp_path / "secret name").read_bytes()

    answer = ask(app, "GET", "/missing")
    refused(answer, 500, "internal", "the log has the details")
    assert "secret" not in answer.text


@pytest.mark.parametrize("kind", [PermissionError, IsADirectoryError, OSError])
def test_what_else_the_system_refuses_is_an_internal_error(
    app: FastAPI, kind: type[OSError]
) -> None:
    @app.get("/refused")
    def refuse() -> None:
        raise kind(28, "No space left on device")

    refused(ask(app, "GET", "/refused"), 500, "internal")


@pytest.mark.parametrize("path", ["/v1/convert", "/v1/proof", "/v1/report"])
def test_a_spool_that_cannot_be_written_is_the_disks_problem(
    app: FastAPI, path: str, tmp_path: Path
) -> None:
    (tmp_path / "spool").write_bytes(b"a file where the folder should be")
    answer = ask(app, "POST", path, picture())
    refused(answer, 507, "disk", "cannot be written")
