"""Views of the print over HTTP, against the TIFF, Little CMS and brute force."""

import io
from typing import Any

import httpx
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from app.proofing.proof.ink_map import ABOVE, LEGEND
from app.proofing.proof.views import MARK
from lut import Conditions, TableStore
from lut.base.packing import Bytes, Packed, pack
from lut.colorimetry.lab import delta_e
from lut.icc.source_profiles import named
from lut.separation.recipe import Recipe
from lut.store.distance import source_lab
from tests import pictures
from tests.pictures import photo, with_alpha

RGB = photo(180, 120)
PNG = pictures.png(RGB)
VIEWS = ("proof", "gamut", "ink", "c", "m", "y", "k", "samples")


def view(client: httpx.Client, body: bytes, **options: Any) -> tuple[Bytes, httpx.Headers]:
    answer = client.post("/v1/proof", content=body, params=options)
    assert answer.status_code == 200, answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB")), answer.headers


def inks_of(client: httpx.Client, body: bytes, **options: Any) -> Bytes:
    answer = client.post("/v1/convert", content=body, params=options).raise_for_status()
    return np.asarray(tifffile.imread(io.BytesIO(answer.content)), np.uint8)


def packed(rgb: Bytes) -> Packed:
    fourth = np.zeros((*rgb.shape[:-1], 1), np.uint8)
    return pack(np.concatenate([rgb, fourth], axis=-1))


def problem(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


@pytest.mark.parametrize("options", [{}, {"black": "pure~6", "max_ink": "260"}])
def test_plates_are_the_tiffs_channels(client: httpx.Client, options: dict[str, str]) -> None:
    inks = inks_of(client, PNG, **options)
    for number, name in enumerate("cmyk"):
        plate, _ = view(client, PNG, view=name, **options)
        for channel in range(3):
            np.testing.assert_array_equal(255 - plate[..., channel], inks[..., number])


def test_a_tinted_plate_goes_from_white_to_its_ink(client: httpx.Client) -> None:
    body = pictures.png(np.concatenate([RGB, np.full_like(RGB[:10], 255)]))
    inks = inks_of(client, body)
    plate, _ = view(client, body, view="y", tint="on")
    bare = plate[inks[..., 2] == 0]
    assert len(bare) >= 1800
    assert (bare == 255).all()
    heavy = plate[inks[..., 2] == inks[..., 2].max()][0].astype(int)
    assert heavy[2] < heavy[0] - 50
    assert heavy[2] < heavy[1] - 50


def by_little_cms(rgb: Bytes, *, paper: bool) -> Bytes:
    """Its own proofing transform, from screen through press to screen."""
    press = Conditions()["iso-coated-v2-300"].profile
    screen = ImageCms.ImageCmsProfile(io.BytesIO(named("srgb").data))
    relative, absolute = (
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
    )
    transform = ImageCms.buildProofTransform(
        screen,
        screen,
        ImageCms.ImageCmsProfile(io.BytesIO(press.data)),
        "RGB",
        "RGB",
        relative,
        absolute if paper else relative,
        ImageCms.Flags.SOFTPROOFING
        | ImageCms.Flags.BLACKPOINTCOMPENSATION
        | ImageCms.Flags.NOOPTIMIZE,
    )
    return np.asarray(transform.apply(Image.fromarray(rgb)))


@pytest.mark.parametrize("paper", ["on", "off"])
def test_the_proof_is_little_cms_own(client: httpx.Client, paper: str) -> None:
    """Every fourth code of each channel: the whole gamut."""
    levels = np.arange(0, 256, 4, dtype=np.uint8)
    rgb = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(512, 512, 3)
    shown, _ = view(client, pictures.png(rgb), precision="exact", paper=paper)
    expected = by_little_cms(rgb, paper=paper == "on")
    screen = named("srgb")
    apart = delta_e(
        source_lab(packed(shown).reshape(-1), screen),
        source_lab(packed(expected).reshape(-1), screen),
    )
    assert apart.mean() < 0.5
    assert apart.max() < 2


def test_out_of_gamut_is_marked_over_the_proof(client: httpx.Client, store: TableStore) -> None:
    colourful = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
    body = pictures.png(colourful)
    proof, _ = view(client, body)
    marked, _ = view(client, body, view="gamut", threshold=5)
    wanted = packed(colourful).reshape(-1)
    recipe = Recipe()
    apart = store.distance(recipe).of(wanted, store.separation(recipe).of(wanted))
    outside = (apart > 25).reshape(colourful.shape[:2])
    assert 0.1 < outside.mean() < 0.9
    np.testing.assert_array_equal(marked[~outside], proof[~outside])
    veiled = np.rint(0.3 * proof[outside] + 0.7 * MARK.astype(float))
    assert np.abs(marked[outside] - veiled).max() <= 1
    unmarked, _ = view(client, body, view="gamut", threshold=51)
    np.testing.assert_array_equal(unmarked, proof)


def test_the_ink_map_keeps_the_smallest_hot_spot(client: httpx.Client) -> None:
    """One black pixel of a million, at a twentieth of the size."""
    rgb = np.full((1000, 1000, 3), 255, np.uint8)
    rgb[637, 205] = 0
    most = int(inks_of(client, pictures.png(rgb)).sum(axis=-1).max())
    ink, headers = view(client, pictures.png(rgb), view="ink", size=50, limit=200)
    assert headers["x-platesetter-size"] == "50x50"
    assert headers["x-platesetter-full-size"] == "1000x1000"
    assert float(headers["x-platesetter-max-ink"]) == round(most / 2.55, 2)
    assert ink.shape == (50 + LEGEND, 50, 3)
    hot = np.argwhere((ink[:50] == ABOVE).all(axis=-1))
    assert hot.tolist() == [[637 // 20, 205 // 20]]


def test_the_ink_map_is_the_coverage_of_each_pixel(client: httpx.Client) -> None:
    coverage = inks_of(client, PNG).sum(axis=-1, dtype=int)
    ink, headers = view(client, PNG, view="ink", size=180, limit=200)
    np.testing.assert_array_equal((ink[:120] == ABOVE).all(axis=-1), coverage > 510)
    lightness = ink[:120].sum(axis=-1, dtype=int)[coverage <= 510]
    order = np.argsort(coverage[coverage <= 510], kind="stable")
    assert (np.diff(lightness[order]) <= 2).all()
    assert headers["x-platesetter-limit"] == "200"


def test_samples_hold_all_there_is_to_know(client: httpx.Client, store: TableStore) -> None:
    samples, headers = view(client, PNG, view="samples", size=4096)
    assert headers["x-platesetter-size"] == "180x120"
    own, shown, cmy, more = np.split(samples, 4)
    inks = inks_of(client, PNG)
    np.testing.assert_array_equal(own, RGB)
    np.testing.assert_array_equal(shown, RGB)
    np.testing.assert_array_equal(cmy, inks[..., :3])
    np.testing.assert_array_equal(more[..., 0], inks[..., 3])
    wanted = packed(RGB).reshape(-1)
    apart = store.distance(Recipe()).of(wanted, pack(inks).reshape(-1))
    np.testing.assert_array_equal(more[..., 1].reshape(-1), apart)


def test_the_source_is_shown_in_the_screens_colours(client: httpx.Client) -> None:
    samples, _ = view(client, PNG, view="samples", source="adobe-rgb")
    own, shown, _, _ = np.split(samples.astype(int), 4)
    np.testing.assert_array_equal(own, RGB)
    assert np.abs(shown - own).mean() > 2


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_is_reduced_and_says_from_what(client: httpx.Client, name: str) -> None:
    body = pictures.jpeg(photo(900, 600))
    shown, headers = view(client, body, view=name, size=300)
    extra = {"ink": LEGEND, "samples": 600}.get(name, 0)
    assert shown.shape == (200 + extra, 300, 3)
    assert headers["x-platesetter-size"] == "300x200"
    assert headers["x-platesetter-full-size"] == "900x600"
    assert headers["x-platesetter-source"] == "sRGB (assumed)"


@pytest.mark.parametrize(("encoding", "kind"), [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
def test_the_format_is_as_asked(client: httpx.Client, encoding: str, kind: str) -> None:
    answer = client.post("/v1/proof", content=PNG, params={"format": encoding})
    assert answer.headers["content-type"] == f"image/{encoding}"
    assert Image.open(io.BytesIO(answer.content)).format == kind


def test_alpha_that_is_kept_is_not_painted(client: httpx.Client) -> None:
    body = pictures.png(with_alpha(RGB))
    inks = inks_of(client, body, alpha="keep")
    plate, _ = view(client, body, view="k", alpha="keep")
    np.testing.assert_array_equal(255 - plate[..., 0], inks[..., 3])


def test_kept_inks_have_plates_and_ink_but_no_gamut(client: httpx.Client) -> None:
    inks = np.random.default_rng(0).integers(0, 256, (30, 40, 4), np.uint8)
    body = pictures.cmyk_tiff(inks)
    for number, name in enumerate("cmyk"):
        plate, headers = view(client, body, view=name, cmyk="keep")
        np.testing.assert_array_equal(255 - plate[..., 0], inks[..., number])
    assert headers["x-platesetter-gamut"] == "none"
    _, headers = view(client, body, view="ink", cmyk="keep")
    most = inks.sum(axis=-1, dtype=int).max()
    assert float(headers["x-platesetter-max-ink"]) == round(most / 2.55, 2)
    for name in ("proof", "gamut", "samples"):
        answer = client.post(f"/v1/proof?view={name}&cmyk=keep", content=body)
        assert "without a profile" in problem(answer, 400)


def test_kept_inks_with_a_profile_have_a_proof(client: httpx.Client) -> None:
    converted = client.post("/v1/convert", content=PNG).content
    proof, _ = view(client, PNG)
    again, _ = view(client, converted, cmyk="keep")
    np.testing.assert_array_equal(again, proof)
    gamut = client.post("/v1/proof?view=gamut&cmyk=keep", content=converted)
    assert "nothing of it is out of gamut" in problem(gamut, 400)
    samples, _ = view(client, converted, cmyk="keep", view="samples")
    _, shown, _, more = np.split(samples, 4)
    np.testing.assert_array_equal(shown, proof)
    assert not more[..., 1:].any()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("view=depth", "view: "),
        ("size=15", "size: "),
        ("size=4097", "size: "),
        ("threshold=52", "threshold: "),
        ("threshold=nan", "threshold: "),
        ("paper=maybe", "paper: "),
        ("view=samples&format=jpeg", "samples must be png"),
        ("zoom=2", "zoom: unknown parameter"),
        ("view=c&view=m", "expected each parameter once, got several: view"),
        ("black=blue", "black must be"),
    ],
)
def test_bad_parameters_are_named(client: httpx.Client, query: str, expected: str) -> None:
    assert expected in problem(client.post(f"/v1/proof?{query}", content=PNG), 400)


@pytest.mark.parametrize(
    ("body", "status"), [(b"no picture", 415), (PNG[: len(PNG) // 2], 422), (b"", 400)]
)
def test_bad_pictures_are_problems(client: httpx.Client, body: bytes, status: int) -> None:
    assert problem(client.post("/v1/proof", content=body), status)
    assert problem(client.post("/v1/report", content=body), status)
