"""The nginx of app/README.md, as printed there, in front of a service: TLS, limits, streaming."""

import json
import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import httpx
import numpy as np
import pytest
import tifffile

from tests.faults.asking import ask
from tests.pictures import jpeg, photo
from tests.programs import program, run
from tests.server import Server, serving

README: Final = Path(__file__).parents[2] / "app" / "README.md"
STARTS_WITHIN_S: Final = 10
TIMES: Final = 60
LARGEST_MIB: Final = 8
SENDER: Final = "192.0.2.7"


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    with serving(data, "--trust-proxy", "127.0.0.1", "--log", "json") as running:
        yield running


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[httpx.Client]:
    """Start nginx, and yield a client that trusts its certificate."""
    nginx, openssl = program("nginx"), program("openssl")
    certificate, key = tmp_path / "press.pem", tmp_path / "press.key"
    request = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    names = ("-addext", "subjectAltName=DNS:localhost")
    run(openssl, "req", *request, *names, "-keyout", key, "-out", certificate)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = tmp_path / "nginx.conf"
    conf.write_text(configuration(server.port, port, tmp_path))
    command = (nginx, "-c", conf, "-p", tmp_path, "-e", tmp_path / "error.log")
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            expect_open(port, process)
            trusted = ssl.create_default_context(cafile=certificate)
            url = f"https://localhost:{port}"
            with httpx.Client(base_url=url, verify=trusted, timeout=60) as client:
                yield client
        finally:
            process.terminate()


def configuration(service: int, port: int, folder: Path) -> str:
    """Return the configuration of the README, with these ports and this folder."""
    (found,) = re.findall(r"```nginx\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    for written, meant in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{service}"),
        ("/etc/ssl/", f"{folder}/"),
        ("client_max_body_size 4g", f"client_max_body_size {LARGEST_MIB}m"),
    ):
        assert written in found
        found = found.replace(written, meant)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    main = f"daemon off;\nmaster_process off;\npid {folder}/pid;\nevents {{}}\n"
    return f"{main}http {{\naccess_log off;\n{places}{found}}}\n"


def expect_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    pause = threading.Event()
    for _ in range(STARTS_WITHIN_S * 20):
        assert process.poll() is None
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.05)
    raise AssertionError("nginx does not listen")


def test_a_picture_goes_through_it(proxy: httpx.Client, server: Server, tmp_path: Path) -> None:
    picture = jpeg(photo(3000, 2000))
    answer = proxy.post("/v1/convert", content=picture)
    assert answer.status_code == 200
    assert answer.content == ask(server, picture).body
    path = tmp_path / "out.tif"
    path.write_bytes(answer.content)
    assert np.asarray(tifffile.imread(path)).shape == (2000, 3000, 4)


def test_what_is_too_large_never_reaches_the_service(proxy: httpx.Client, server: Server) -> None:
    before = len(server.log)
    answer = proxy.post("/v1/convert", content=bytes((LARGEST_MIB << 20) + 1))
    assert answer.status_code == 413
    assert not [line for line in server.log[before:] if "/v1/convert" in line]


def test_a_client_that_asks_too_often_is_refused(proxy: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as clients:
        statuses = list(
            clients.map(lambda _: proxy.get("/v1/conditions").status_code, range(TIMES))
        )
    assert set(statuses) == {200, 503}
    assert 20 <= statuses.count(200) < TIMES


def test_a_clients_own_forwarding_is_not_believed(proxy: httpx.Client, server: Server) -> None:
    name = "who-asks"
    headers = {"X-Request-ID": name, "X-Forwarded-For": SENDER}
    assert proxy.get("/v1/conditions", headers=headers).status_code == 200
    server.stop()
    (line,) = [json.loads(line) for line in server.log if name in line]
    assert line["client"] == "127.0.0.1"
