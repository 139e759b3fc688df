"""`POST /v1/convert` over a real socket."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import pytest
import tifffile
from PIL import Image

from app.base.options import Options
from app.base.settings import Settings
from app.convert.engine import Engine
from app.convert.small_outputs import SMALL
from app.convert.submission import Submission
from lut import Table
from lut.base.packing import Bytes
from lut.icc.source_profiles import named
from tests.app.reading import file_of
from tests.oracle import inks_of
from tests.programs import program
from tests.server import Server

RGB = np.random.default_rng(7).integers(0, 256, (37, 53, 3), np.uint8)


def encoded(rgb: Bytes, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, kind, **options)
    return file.getvalue()


def pixels(answer: httpx.Response) -> Bytes:
    tiff = io.BytesIO(answer.raise_for_status().content)
    return np.asarray(tifffile.imread(tiff), np.uint8)


def test_the_body_is_the_picture(client: httpx.Client, table: Table) -> None:
    answer = client.post("/v1/convert", content=encoded(RGB))
    np.testing.assert_array_equal(pixels(answer), inks_of(table, RGB))
    assert answer.headers["content-type"] == "image/tiff"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["x-platesetter-condition"] == "iso-coated-v2-300"
    assert answer.headers["x-platesetter-source"] == "sRGB (assumed)"
    assert answer.headers["x-platesetter-precision"] == "trilinear"


def test_a_form_with_one_file(client: httpx.Client, table: Table) -> None:
    answer = client.post("/v1/convert", files={"file": ("photo.png", encoded(RGB))})
    np.testing.assert_array_equal(pixels(answer), inks_of(table, RGB))
    assert answer.headers["content-disposition"] == 'attachment; filename="photo.cmyk.tif"'


def with_curl(server: Server, *options: str | Path) -> bytes:
    command = (program("curl"), "--silent", "--fail", *options, f"{server.url}/v1/convert")
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


@pytest.mark.parametrize(
    "how",
    [
        lambda photo: ("--data-binary", f"@{photo}"),
        lambda photo: ("--upload-file", photo),
        lambda photo: ("--request", "POST", "--upload-file", photo),
        lambda photo: ("--form", f"file=@{photo}"),
    ],
)
def test_each_way_curl_sends_a_file(
    server: Server, table: Table, tmp_path: Path, how: Callable[[Path], tuple[str | Path, ...]]
) -> None:
    # Over a MiB, curl asks for "100 Continue" first.
    rgb = np.random.default_rng(1).integers(0, 256, (700, 800, 3), np.uint8)
    photo = tmp_path / "photo.png"
    photo.write_bytes(encoded(rgb))
    tiff = with_curl(server, *how(photo))
    np.testing.assert_array_equal(tifffile.imread(io.BytesIO(tiff)), inks_of(table, rgb))


@pytest.mark.parametrize(
    ("filename", "disposition"),
    [
        ("photo.jpg", 'attachment; filename="photo.cmyk.tif"'),
        ("../../etc/passwd", 'attachment; filename="passwd.cmyk.tif"'),
        (
            "Föhre.png",
            "attachment; filename=\"Fohre.cmyk.tif\"; filename*=UTF-8''F%C3%B6hre.cmyk.tif",
        ),
    ],
)
def test_the_answer_is_called_after_the_picture(
    client: httpx.Client, filename: str, disposition: str
) -> None:
    answer = client.post("/v1/convert", params={"filename": filename}, content=encoded(RGB))
    assert answer.headers["content-disposition"] == disposition


def test_a_sane_request_id_is_echoed(client: httpx.Client) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": "job-4711"})
    assert answer.headers["x-request-id"] == "job-4711"


@pytest.mark.parametrize("sent", ["", "a b", "x" * 129, "ä"])
def test_another_request_id_is_replaced(client: httpx.Client, sent: str) -> None:
    answer = client.get("/healthz", headers={b"X-Request-ID": sent.encode()})
    assert len(answer.headers["x-request-id"]) == 32


def test_an_embedded_profile_is_honoured(client: httpx.Client) -> None:
    p3 = named("display-p3")
    tagged = encoded(RGB, icc_profile=p3.data)
    answer = client.post("/v1/convert", content=tagged)
    asked = client.post("/v1/convert", params={"source": "display-p3"}, content=encoded(RGB))
    assumed = client.post("/v1/convert", content=encoded(RGB))
    assert answer.headers["x-platesetter-source"] == "Display P3 (embedded)"
    assert answer.headers["x-platesetter-precision"] == "exact"
    np.testing.assert_array_equal(pixels(answer), pixels(asked))
    assert (pixels(answer) != pixels(assumed)).any()


def test_a_source_that_is_asked_for_outweighs_a_broken_profile(
    client: httpx.Client, table: Table
) -> None:
    broken = encoded(RGB, icc_profile=b"not a profile" * 20)
    answer = client.post("/v1/convert", params={"source": "srgb"}, content=broken)
    np.testing.assert_array_equal(pixels(answer), inks_of(table, RGB))
    assert answer.headers["x-platesetter-source"] == "sRGB (asked for)"


def test_resolution_is_the_sources_or_the_one_asked_for(client: httpx.Client) -> None:
    stated = encoded(RGB, "JPEG", dpi=(240, 240))
    for params, content, expected in (
        ({}, stated, (240, 1)),
        ({}, encoded(RGB), (300, 1)),
        ({"dpi": "72.5"}, stated, (145, 2)),
    ):
        answer = client.post("/v1/convert", params=params, content=content)
        with tifffile.TiffFile(io.BytesIO(answer.content)) as tiff:
            assert tiff.pages.first.tags["XResolution"].value == expected


def test_other_conditions_and_precisions(client: httpx.Client) -> None:
    params = {"condition": "fogra39-coated", "precision": "exact"}
    answer = client.post("/v1/convert", params=params, content=encoded(RGB))
    assert answer.headers["x-platesetter-condition"] == "fogra39-coated"
    assert answer.headers["x-platesetter-precision"] == "exact"
    assert not np.array_equal(
        pixels(answer), pixels(client.post("/v1/convert", content=encoded(RGB)))
    )


@pytest.mark.parametrize("size", [(37, 53), (2900, 2900)], ids=["finished first", "streamed"])
def test_the_engine_gives_the_same_bytes_and_facts(
    client: httpx.Client, data: Path, size: tuple[int, int]
) -> None:
    photo = encoded(np.resize(RGB, (*size, 3)), compress_level=1)
    options = Options(dpi=96, black="pure", max_ink=280)
    params = {"dpi": "96", "black": "pure", "max_ink": "280"}
    answer = client.post("/v1/convert", params=params, content=photo).raise_for_status()
    engine = Engine(Settings(data=data, isolation="off"))
    with file_of(photo) as file, engine.begin(Submission(file, options)) as conversion:
        assert (conversion.length > SMALL) == (size[0] > 1000)
        assert b"".join(conversion.body) == answer.content
        assert conversion.length == len(answer.content)
        assert conversion.pixels == size[0] * size[1]
        for name, fact in conversion.facts.items():
            assert answer.headers[f"x-platesetter-{name}"] == fact
    engine.close()
