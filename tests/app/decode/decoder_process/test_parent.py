"""A decoder in a process of its own: the same bytes, and a crash costs one request."""

import io
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest
from PIL import Image

from app.base.errors import ColourRefused, ImageBroken, ImageTooLarge, UnknownFormat
from app.base.options import Options
from app.base.settings import Settings
from app.decode.decoder_process.parent import Decoders
from app.decode.picture import open_picture
from tests.app.decode.decoder_process.fragile_child import ABORTS, ALLOCATES, DEADLY, SPINS, WRITES
from tests.app.reading import file_of
from tests.pictures import photo
from tests.server import Server, serving, started

ROOM = "tests.app.decode.decoder_process"
FRAGILE = (
    sys.executable,
    "-m",
    f"{ROOM}.fragile_server",
    "serve",
    "--port",
    "0",
)
SILENT = (sys.executable, "-c", "")


def written(width: int, height: int, kind: str = "PNG", **how: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(photo(width, height)).save(file, kind, **how)
    return file.getvalue()


def flat(width: int, height: int) -> bytes:
    """Return a PNG of black pixels, which is made far sooner than a photograph."""
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def decoders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Decoders]:
    made = Decoders(Settings(data=tmp_path_factory.mktemp("data"), max_pixels=10_000_000))
    yield made
    made.close()


@pytest.mark.load  # starts a decoder process for each case
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_the_picture_is_the_same_as_in_process(
    decoders: Decoders, kind: str, orientation: int, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    data = written(1500, 800, kind, exif=exif, dpi=(240, 240), icc_profile=b"no profile")
    with file_of(data) as one, file_of(data) as other, decoders.open(other, Options()) as theirs:
        ours = open_picture(one, Settings(data=tmp_path), Options())
        assert theirs.header == ours.header
        with tempfile.TemporaryFile() as a, tempfile.TemporaryFile() as b:
            wanted = np.concatenate(list(ours.strips(a)))
            np.testing.assert_array_equal(np.concatenate(list(theirs.strips(b))), wanted)


@pytest.mark.load  # starts a decoder process for each case
@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"nothing", UnknownFormat),
        (flat(4000, 4000), ImageTooLarge),
        (written(40, 40)[:20], ImageBroken),
    ],
)
def test_refusals_are_the_same(decoders: Decoders, data: bytes, error: type[Exception]) -> None:
    with file_of(data) as file, pytest.raises(error), decoders.open(file, Options()):
        pass


@pytest.mark.load  # starts a decoder process for each case
def test_cmyk_is_refused(decoders: Decoders) -> None:
    ink = io.BytesIO()
    Image.new("CMYK", (9, 9)).save(ink, "JPEG")
    with (
        file_of(ink.getvalue()) as file,
        pytest.raises(ColourRefused),
        decoders.open(file, Options()),
    ):
        pass


@pytest.mark.load  # starts a decoder process for each case
def test_damage_in_the_middle_is_an_error(decoders: Decoders) -> None:
    data = written(2000, 1500, "JPEG")
    with (
        file_of(data[: len(data) // 2]) as file,
        decoders.open(file, Options()) as picture,
        tempfile.TemporaryFile() as spool,
        pytest.raises(ImageBroken),
    ):
        list(picture.strips(spool))


def test_a_child_that_sends_nothing_has_not_survived(tmp_path: Path) -> None:
    decoders = Decoders(Settings(data=tmp_path), SILENT)
    with (
        file_of(b"x") as file,
        pytest.raises(ImageBroken, match=r"did not survive it \(status 0\)"),
        decoders.open(file, Options()),
    ):
        pass
    decoders.close()


@pytest.mark.load  # starts a decoder process for each case
def test_the_child_ends_with_the_block(decoders: Decoders) -> None:
    with file_of(written(2000, 2000, "TIFF")) as file:
        leave(decoders, file)
    mine = [
        one
        for one in psutil.Process().children()
        if "app.decode.decoder_process.child" in one.cmdline()
    ]
    assert [one for one in mine if one.status() == psutil.STATUS_ZOMBIE] == []
    assert len(mine) <= 1


def leave(decoders: Decoders, file: FileIO) -> None:
    with decoders.open(file, Options()) as picture, tempfile.TemporaryFile() as spool:
        next(iter(picture.strips(spool)))


@pytest.fixture(scope="module")
def fragile(data: Path) -> Iterator[Server]:
    environment = {
        "PLATESETTER_DATA": str(data),
        "PLATESETTER_ISOLATION": "on",
        "PLATESETTER_MAX_SECONDS": "2",
        "PLATESETTER_MAX_DECODER_MEMORY": "64MiB",
    }
    with started(FRAGILE, environment) as server:
        yield server


@pytest.mark.parametrize("width", DEADLY)
def test_a_decoder_that_dies_costs_one_request(fragile: Server, width: int, data: Path) -> None:
    url = f"{fragile.url}/v1/convert"
    with ThreadPoolExecutor(2) as both:
        deadly = both.submit(httpx.post, url, content=written(width, 9), timeout=60)
        sound = both.submit(httpx.post, url, content=written(400, 300), timeout=60)
    assert deadly.result().status_code == 422
    assert "its decoder did not survive it" in deadly.result().json()["detail"]
    assert fragile.process.poll() is None
    with serving(data) as plain:
        wanted = httpx.post(f"{plain.url}/v1/convert", content=written(400, 300))
    assert sound.result().content == wanted.content
    assert httpx.post(url, content=written(400, 300)).content == wanted.content


def test_every_way_to_die_is_tried() -> None:
    assert set(DEADLY) == {ABORTS, SPINS, ALLOCATES, WRITES}
