"""Every limit is a setting, and a refusal names it, its value, and what came."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import tifffile
from PIL import Image

from tests.faults.asking import ask
from tests.pictures import jpeg, photo
from tests.server import Server, serving

LIMITS = {
    "max_upload": "4MiB",
    "max_pixels": "1000000",
    "max_side": "2000",
    "max_decoder_memory": "1MiB",
    "max_pages": "3",
    "max_profile": "1000",
    "max_metadata": "1000",
    "max_seconds": "0.01",
}


@pytest.fixture(scope="module")
def strict(data: Path) -> Iterator[Server]:
    with serving(data, **LIMITS) as server:
        yield server


def saved(kind: str, side: int = 40, **how: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(photo(side, side)).save(file, kind, **how)
    return file.getvalue()


def many_pages() -> bytes:
    file = io.BytesIO()
    with tifffile.TiffWriter(file) as tiff:
        for _ in range(4):
            tiff.write(photo(8, 8), photometric="rgb")
    return file.getvalue()


@pytest.mark.parametrize(
    ("file", "status", "expected"),
    [
        (b"x" * 5_000_000, 413, "an upload may have 4194304 bytes (max_upload), got 5000000"),
        (saved("PNG", 1001), 422, "1000000 pixels (max_pixels)"),
        (jpeg(photo(2001, 10)), 422, "2000 a side (max_side), got 2001 × 10"),
        (saved("WEBP", 700), 422, "may take 1048576 bytes (max_decoder_memory), got 700 × 700"),
        (many_pages(), 422, "a TIFF may have 3 pages (max_pages), got more"),
        (
            saved("JPEG", icc_profile=bytes(1001)),
            422,
            "a profile may have 1000 bytes (max_profile), got 1001",
        ),
        (saved("WEBP", xmp=b"x" * 1001), 422, "may have 1000 bytes (max_metadata), got 1001"),
        (
            jpeg(photo(999, 999)),
            422,
            "a conversion may take 0.01 s (max_seconds), and has taken more",
        ),
    ],
    ids=LIMITS,
)
def test_a_limit_is_named(strict: Server, file: bytes, status: int, expected: str) -> None:
    answer = ask(strict, file)
    assert answer.status == status, answer
    assert expected in json.loads(answer.body)["detail"]


def test_a_profile_that_is_sent_is_limited(strict: Server) -> None:
    boundary = b"--b\r\nContent-Disposition: form-data; name="
    body = boundary + b'"source_profile"\r\n\r\n' + bytes(1001) + b"\r\n--b--\r\n"
    answer = httpx.post(
        f"{strict.url}/v1/convert",
        content=body,
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 422
    assert answer.json()["detail"] == "source_profile may have 1000 bytes (max_profile), got more"
