"""The service as a whole: health, description, start and end."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.base.options import Options
from app.base.settings import Settings
from app.main import create_app
from lut import UnknownCondition
from tests.programs import run
from tests.server import PLATESETTER, Server, serving


def until_ready(client: httpx.Client) -> Iterator[None]:
    """Yield for each answer that says the service is not ready yet."""
    for _ in range(10_000):
        if client.get("/readyz").status_code == 200:
            return
        yield


def test_it_answers_and_becomes_ready(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    list(until_ready(client))
    assert client.get("/readyz").json() == {"status": "ok"}


def test_the_description_lists_every_parameter_and_answer(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/convert"]["post"]
    parameters = {one["name"]: one["description"] for one in operation["parameters"]}
    assert set(parameters) == set(Options.model_fields)
    assert all(parameters.values())
    assert set(operation["responses"]) == {
        *("200", "400", "404", "408", "413", "415", "422", "503", "507")
    }
    assert "curl --data-binary" in operation["description"]
    assert set(operation["requestBody"]["content"]) == {"image/*", "multipart/form-data"}


def test_the_documentation_needs_no_other_server(client: httpx.Client) -> None:
    page = client.get("/docs").text
    assert "https://" not in page
    assert client.get("/static-offline-docs/swagger-ui-bundle.js").status_code == 200


def test_a_default_condition_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownCondition, match="'newsprint'"):
        create_app(Settings(data=tmp_path, condition="newsprint"))


def test_sigterm_lets_running_conversions_finish(data: Path) -> None:
    body = b"P" * 100
    with serving(data) as server:
        head = (
            f"POST /v1/convert HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
            "Expect: 100-continue\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(head.encode())
            assert connection.recv(1 << 10).startswith(b"HTTP/1.1 100")
            server.process.terminate()
            connection.sendall(body)
            answer = connection.recv(1 << 16)
        assert answer.startswith(b"HTTP/1.1 415")
        assert server.process.wait(60) == 0


def test_health_asks_a_running_service(server: Server, client: httpx.Client) -> None:
    list(until_ready(client))
    done = run(*PLATESETTER, "health", "--port", str(server.port))
    assert done.stdout == b"ready\n"
