"""Reports over HTTP, against tifffile with NumPy, and against Ghostscript."""

import io
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import tifffile

from lut import TableStore
from lut.base.packing import Bytes
from lut.separation.recipe import Recipe
from tests import pictures
from tests.app.proofing.proof.test_prove import inks_of, packed, view
from tests.pictures import photo, with_alpha
from tests.programs import program, run

RGB = np.concatenate([photo(190, 130), np.full((10, 190, 3), 255, np.uint8)])
RGB[40:60, 30:80] = 0
PNG = pictures.png(RGB)
PERCENT = 100 / 255


def report_of(client: httpx.Client, body: bytes, **options: Any) -> dict[str, Any]:
    answer = client.post("/v1/report", content=body, params=options)
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


@pytest.fixture(params=[{}, {"black": "pure", "max_ink": "240"}], ids=["plain", "ruled"])
def both(
    client: httpx.Client, request: pytest.FixtureRequest
) -> tuple[dict[str, Any], Bytes, dict[str, str]]:
    """Return a report, the inks that it counts, and their options."""
    options = request.param
    return report_of(client, PNG, **options), inks_of(client, PNG, **options), options


Both = tuple[dict[str, Any], Bytes, dict[str, str]]


def test_each_ink_is_counted(both: Both) -> None:
    report, inks, _ = both
    for number, name in enumerate("cmyk"):
        plate, ink = inks[..., number], report["inks"][name]
        assert ink["mean"] == ink["ink_cov"] == pytest.approx(plate.mean() * PERCENT, abs=0.006)
        assert ink["max"] == round(plate.max() * PERCENT, 2)
        assert ink["inkcov"] == pytest.approx((plate > 0).mean(), abs=1e-6)


def test_total_coverage_is_counted(both: Both) -> None:
    report, inks, options = both
    total, cover = inks.sum(axis=-1, dtype=int), report["coverage"]
    order = np.sort(total, axis=None)
    assert cover["mean"] == pytest.approx(total.mean() * PERCENT, abs=0.006)
    assert cover["max"] == round(total.max() * PERCENT, 2)
    assert cover["p50"] == round(order[-(-len(order) // 2) - 1] * PERCENT, 2)
    assert cover["p99"] == round(order[-(-len(order) * 99 // 100) - 1] * PERCENT, 2)
    assert cover["limit"] == float(options.get("max_ink", 298.0))
    assert cover["above"] == 0


def test_the_ink_map_and_the_report_agree(both: Both, client: httpx.Client) -> None:
    report, _, options = both
    _, headers = view(client, PNG, view="ink", **options)
    assert float(headers["x-platesetter-max-ink"]) == report["coverage"]["max"]


def test_what_exceeds_the_limit_is_counted_and_found(client: httpx.Client) -> None:
    total = inks_of(client, PNG).sum(axis=-1, dtype=int)
    above = total > 250 * 2.55
    cover = report_of(client, PNG, limit=250)["coverage"]
    assert cover["above"] == pytest.approx(above.mean(), abs=1e-6)
    tiles = {
        (x, y): above[y : y + 64, x : x + 64].sum()
        for y in range(0, RGB.shape[0], 64)
        for x in range(0, RGB.shape[1], 64)
    }
    x, y = cover["worst"]["x"], cover["worst"]["y"]
    assert tiles[x, y] == max(tiles.values()) > 0
    assert cover["worst"]["width"] == min(64, RGB.shape[1] - x)
    assert cover["worst"]["height"] == min(64, RGB.shape[0] - y)
    assert cover["worst"]["max"] == round(total[y : y + 64, x : x + 64].max() * PERCENT, 2)


def test_distances_are_counted(client: httpx.Client, store: TableStore) -> None:
    inks = inks_of(client, PNG)
    wanted = packed(RGB).reshape(-1)
    entries = np.ascontiguousarray(inks).view(np.uint32).reshape(-1)
    apart = store.distance(Recipe()).of(wanted, entries) / 5
    gamut = report_of(client, PNG, threshold=2)["gamut"]
    outside = apart > 2
    assert 0 < outside.mean() < 1
    assert gamut["share"] == pytest.approx(outside.mean(), abs=1e-6)
    assert gamut["mean"] == pytest.approx(apart.mean(), abs=0.006)
    assert gamut["mean_outside"] == pytest.approx(apart[outside].mean(), abs=0.006)
    assert gamut["max"] == apart.max()
    assert report_of(client, PNG, threshold=51)["gamut"]["mean_outside"] is None


def test_a_large_picture_is_counted_by_table(client: httpx.Client) -> None:
    """With more pixels than are worth computing one by one, the figures are the same."""
    small, large = report_of(client, PNG), report_of(client, pictures.png(np.tile(RGB, (6, 8, 1))))
    assert large["picture"]["pixels"] == 48 * small["picture"]["pixels"] > 1 << 20
    assert large["gamut"] == small["gamut"]
    assert large["inks"] == small["inks"]
    assert large["colours"] == small["colours"]


def test_colours_and_pure_black_are_counted(client: httpx.Client) -> None:
    report = report_of(client, PNG, black="pure")
    inks = inks_of(client, PNG, black="pure")
    pure = (inks[..., :3] == 0).all(axis=-1) & (inks[..., 3] > 0)
    assert report["colours"] == len(np.unique(packed(RGB)))
    assert report["pure_k"]["pixels"] == pure.sum() >= 1000
    assert report["pure_k"]["share"] == pytest.approx(pure.mean(), abs=1e-6)


@pytest.mark.parametrize(
    ("options", "dpi", "stated", "warned"),
    [
        ({}, 300, "assumed", False),
        ({"dpi": 96}, 96, "asked for", True),
        ({"dpi": 96, "least_ppi": 90}, 96, "asked for", False),
        ({"print_width": "19mm"}, 254, "asked for", False),
    ],
)
def test_the_print_has_a_size(
    client: httpx.Client, options: dict[str, Any], dpi: float, stated: str, warned: bool
) -> None:
    size = report_of(client, PNG, **options)["print"]
    assert size["dpi"] == [dpi, dpi]
    assert size["stated"] == stated
    assert size["width_mm"] == pytest.approx(190 / dpi * 25.4, abs=0.06)
    assert size["height_mm"] == pytest.approx(140 / dpi * 25.4, abs=0.06)
    assert (size["warning"] is not None) == warned


def test_the_pictures_own_resolution_is_taken(client: httpx.Client) -> None:
    size = report_of(client, pictures.jpeg(RGB, dpi=(72, 72)))["print"]
    assert size["stated"] == "by the picture"
    assert "72 pixels per inch, below 150 (least_ppi)" in size["warning"]


def test_what_was_chosen_is_reported(client: httpx.Client) -> None:
    report = report_of(client, pictures.png(with_alpha(RGB)), condition="fogra39-coated")
    assert report["picture"] == {
        "width": 190,
        "height": 140,
        "pixels": 26600,
        "pages": 1,
        "colour": "RGB",
        "source": "sRGB (assumed)",
    }
    assert report["separation"]["condition"] == "fogra39-coated"
    assert report["separation"]["intent"] == "relative, bpc on"


def test_kept_inks_are_counted_as_they_are(client: httpx.Client) -> None:
    inks = np.random.default_rng(0).integers(0, 256, (30, 40, 4), np.uint8)
    report = report_of(client, pictures.cmyk_tiff(inks), cmyk="keep", limit=300)
    assert report["separation"] is report["gamut"] is report["colours"] is None
    total = inks.sum(axis=-1, dtype=int)
    assert report["coverage"]["above"] == pytest.approx((total > 765).mean(), abs=1e-6)
    assert report["inks"]["k"]["mean"] == pytest.approx(inks[..., 3].mean() * PERCENT, abs=0.006)


@pytest.mark.parametrize("device", ["inkcov", "ink_cov"])
def test_ghostscript_counts_the_same_ink(client: httpx.Client, tmp_path: Path, device: str) -> None:
    ghostscript = program("gs")
    tiff = client.post("/v1/convert", content=PNG).raise_for_status().content
    page = tmp_path / "page.pdf"
    page.write_bytes(pdf_of(np.asarray(tifffile.imread(io.BytesIO(tiff)), np.uint8)))
    quiet = ("-q", "-dBATCH", "-dNOPAUSE", "-dUseFastColor", "-r72")
    printed = run(ghostscript, *quiet, f"-sDEVICE={device}", "-o", "-", page).stdout.decode()
    found = [float(word) for word in printed.split()[:4]]
    inks = report_of(client, PNG)["inks"]
    expected = [inks[name][device] for name in "cmyk"]
    tolerance = 0.001 if device == "inkcov" else 0.1
    np.testing.assert_allclose(found, expected, atol=tolerance)


def pdf_of(inks: Bytes) -> bytes:
    """One page, a pixel to a point, the inks as they are (ISO 32000-1, 7.5 and 8.9)."""
    height, width = inks.shape[:2]
    drawn = f"{width} 0 0 {height} 0 0 cm /I Do".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R"
        "/Resources<</XObject<</I 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceCMYK"
        b"/BitsPerComponent 8/Length %d>>stream\n%b\nendstream"
        % (width, height, inks.size, inks.tobytes()),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%b endobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n"
        + rows
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    )
