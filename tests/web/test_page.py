"""The web page as a person uses it."""

import io
import re
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import tifffile
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lut import Conditions
from lut.base.packing import Bytes
from tests import pictures
from tests.faults import corpus
from tests.faults.asking import ask
from tests.pictures import photo
from tests.server import Server, serving
from tests.web.conftest import choose, opened, wait_for

WIDTH, HEIGHT = 900, 600
NARROW = 360


@pytest.fixture(scope="module")
def rgb() -> Bytes:
    """A photograph with a green out of gamut at its left and pure black at its right."""
    pixels = photo(WIDTH, HEIGHT)
    pixels[:, :100] = (0, 255, 0)
    pixels[:, -100:] = 0
    return pixels


@pytest.fixture(scope="module")
def picture(rgb: Bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "it's a photo.png"
    path.write_bytes(pictures.png(rgb))
    return path


@pytest.fixture
def ready(page: Page, picture: Path) -> Page:
    choose(page, picture)
    return page


def screen(page: Page) -> Bytes:
    """Return the viewer's pixels."""
    return np.asarray(Image.open(io.BytesIO(page.locator("#viewer").screenshot())).convert("RGB"))


def text(page: Page, selector: str) -> str:
    return page.locator(selector).inner_text()


def figures(page: Page, selector: str) -> list[float]:
    return [float(word) for word in re.findall(r"[\d.]+", text(page, selector))]


def changed(page: Page, control: str, value: str) -> None:
    """Choose another value, and wait until the web page is ready again."""
    page.select_option(control, value)
    wait_for(page, "working")
    wait_for(page, "ready")


def middle(page: Page, x: float, y: float = 0.5) -> tuple[float, float]:
    """Return where a point of the fitted picture is on the screen."""
    box = page.locator("#viewer").bounding_box()
    assert box
    scale = min(box["width"] / WIDTH, box["height"] / HEIGHT)
    left = box["x"] + (box["width"] - WIDTH * scale) / 2
    top = box["y"] + (box["height"] - HEIGHT * scale) / 2
    return left + x * WIDTH * scale, top + y * HEIGHT * scale


def test_an_empty_page_says_what_to_do(page: Page) -> None:
    wait_for(page, "empty")
    assert "Drop a photograph" in text(page, "#empty")
    assert "nothing leaves this server" in text(page, "#empty")
    expect(page.locator("#download")).to_be_disabled()


def test_a_proof_comes_with_its_size(ready: Page) -> None:
    assert "900 × 600 of 900 × 600 pixels" in text(ready, "#view-size")
    assert "ready" in text(ready, "#status")
    assert screen(ready).std() > 20


def test_the_slider_goes_from_source_to_proof(ready: Page) -> None:
    left, centre = middle(ready, 0.05)
    at = [int(v) for v in (left, centre)]
    box = ready.locator("#viewer").bounding_box()
    assert box
    x, y = at[0] - int(box["x"]), at[1] - int(box["y"])
    ready.locator("#slider").fill("100")
    source = screen(ready)[y, x].astype(int)
    ready.locator("#slider").fill("0")
    proof = screen(ready)[y, x].astype(int)
    assert source.tolist() == [0, 255, 0]
    assert np.abs(source - proof).max() > 40


def test_the_probe_shows_the_inks_of_the_service(
    ready: Page, rgb: Bytes, pressroom: Server, picture: Path
) -> None:
    answer = httpx.post(f"{pressroom.url}/v1/convert", content=picture.read_bytes())
    inks = np.asarray(tifffile.imread(io.BytesIO(answer.content)), int)
    ready.mouse.move(*middle(ready, 0.95))
    expect(ready.locator("#probe-rgb")).to_have_text(re.compile(r"^0\s+0\s+0$"))
    black = inks[HEIGHT // 2, -50] / 2.55
    assert figures(ready, "#probe-cmyk") == pytest.approx(black, abs=0.06)
    assert figures(ready, "#probe-tac") == pytest.approx([black.sum()], abs=0.1)
    ready.mouse.move(*middle(ready, 0.05))
    expect(ready.locator("#probe-rgb")).to_have_text(re.compile(r"^0\s+255\s+0$"))
    assert figures(ready, "#probe-de")[0] > 5


def test_each_view_shows_something_else(ready: Page) -> None:
    seen = {}
    for tab in ("proof", "gamut", "ink", "plates"):
        ready.click(f"#tab-{tab}")
        expect(ready.locator(f"#tab-{tab}")).to_have_attribute("aria-selected", "true")
        wait_for(ready, "ready")
        seen[tab] = screen(ready)
    for name, other in (("proof", "gamut"), ("gamut", "ink"), ("ink", "plates")):
        assert np.abs(seen[name].astype(int) - seen[other]).mean() > 1


def test_the_threshold_moves_what_is_marked(ready: Page) -> None:
    ready.click("#tab-gamut")
    marked = screen(ready)
    ready.fill("[name=threshold]", "51")
    wait_for(ready, "ready")
    unmarked = screen(ready)
    green = (unmarked[..., 1].astype(int) - unmarked[..., 0]) > 40
    assert np.abs(marked[green].astype(int) - unmarked[green]).mean() > 40


def test_plates_are_grey_or_tinted(ready: Page) -> None:
    ready.click("#tab-plates")
    plates = []
    for ink in "cmyk":
        ready.check(f"#plate-{ink}", force=True)
        plates.append(screen(ready))
        middle_ = plates[-1][100:-100, 100:-100].astype(int)
        assert np.ptp(middle_, axis=-1).max() <= 2
    assert all(np.abs(plates[0].astype(int) - other).mean() > 1 for other in plates[1:])
    ready.check("#plate-y", force=True)
    ready.check("#tint")
    yellow = screen(ready).astype(int)
    assert (yellow[..., 0] - yellow[..., 2]).max() > 60


def test_options_change_the_proof_the_report_and_the_command(ready: Page) -> None:
    before = text(ready, "#report")
    changed(ready, "[name=condition]", "fogra39-coated")
    fogra = text(ready, "#report")
    assert fogra != before
    changed(ready, "[name=black]", "pure")
    assert text(ready, "#report") != fogra
    command = text(ready, "#curl")
    assert "condition=fogra39-coated" in command
    assert "black=pure" in command
    ready.mouse.move(*middle(ready, 0.95))
    expect(ready.locator("#probe-cmyk")).to_have_text(
        re.compile(r"C 0\.0.*M 0\.0.*Y 0\.0.*K 100", re.S)
    )


def test_the_report_is_the_services(ready: Page, pressroom: Server, picture: Path) -> None:
    report = httpx.post(f"{pressroom.url}/v1/report", content=picture.read_bytes()).json()
    shown = figures(ready, "#report")
    cover, gamut = report["coverage"], report["gamut"]
    wanted = [figure for ink in report["inks"].values() for figure in (ink["mean"], ink["max"])]
    wanted += [cover["mean"], cover["p50"], cover["p99"], cover["max"], gamut["mean"]]
    for figure in wanted:
        assert min(abs(figure - one) for one in shown) < 0.051, figure
    assert f"{report['colours']:,}" in text(ready, "#report")


def test_the_tiff_is_the_services(ready: Page, pressroom: Server, picture: Path) -> None:
    changed(ready, "[name=black]", "neutral")
    with ready.expect_download() as download:
        ready.click("#download")
    assert download.value.suggested_filename == "it's a photo.cmyk.tif"
    expected = httpx.post(
        f"{pressroom.url}/v1/convert?black=neutral", content=picture.read_bytes()
    ).content
    assert Path(download.value.path()).read_bytes() == expected


def test_the_command_does_what_it_says(
    ready: Page, pressroom: Server, picture: Path, tmp_path: Path
) -> None:
    changed(ready, "[name=black]", "pure")
    ready.click("#copy")
    expect(ready.locator("#status")).to_have_text("The command is copied.")
    command = ready.evaluate("navigator.clipboard.readText()")
    assert command.split() == text(ready, "#curl").split()
    (tmp_path / picture.name).write_bytes(picture.read_bytes())
    subprocess.run(["bash", "-euc", f"{command} -s"], cwd=tmp_path, check=True)
    expected = httpx.post(
        f"{pressroom.url}/v1/convert?black=pure", content=picture.read_bytes()
    ).content
    assert (tmp_path / "it's a photo.cmyk.tif").read_bytes() == expected


@pytest.mark.parametrize(
    ("name", "body", "title"),
    [
        ("notes.jpg", b"no picture at all", "The service does not read this format"),
        ("cut.png", pictures.png(photo(80, 60))[:2000], "The image is damaged"),
        ("bomb.png", None, "The image is too large"),
    ],
)
def test_what_cannot_be_read_is_reported(
    page: Page, name: str, body: bytes | None, title: str, picture: Path
) -> None:
    data = corpus.bomb("PNG, 30000² interlaced") if body is None else body
    choose(page, {"name": name, "mimeType": "image/jpeg", "buffer": data}, "problem")
    assert title in text(page, "#problem")
    choose(page, picture)
    assert text(page, "#problem") == ""


def test_inks_that_came_can_be_kept(page: Page) -> None:
    inks = np.random.default_rng(0).integers(0, 256, (60, 80, 4), np.uint8)
    profile = Conditions()["iso-coated-v2-300"].profile.data
    body = pictures.jpeg(inks, cmyk=True, icc_profile=profile)
    choose(page, {"name": "inks.jpg", "mimeType": "image/jpeg", "buffer": body}, "problem")
    assert "not RGB or grey" in text(page, "#problem")
    page.get_by_role("button", name="Keep its inks").click()
    wait_for(page, "ready")
    assert "cmyk=keep" in text(page, "#curl")


def test_a_busy_service_is_asked_again(browser: Browser, tmp_path: Path, picture: Path) -> None:
    """One slot, no queue, and another client's poster in the slot."""
    poster = pictures.jpeg(np.tile(photo(1000, 1000), (5, 5, 1)))
    with serving(tmp_path, slots="1", queue="0") as server, ThreadPoolExecutor(1) as others:
        for page in opened(browser, server):
            busy = others.submit(ask, server, poster, "/v1/convert?compression=deflate")
            until_busy(server)
            choose(page, picture, "problem")
            assert "The service is busy" in text(page, "#problem")
            assert busy.result().status == 200
            page.get_by_role("button", name="Try again").click()
            wait_for(page, "ready")


def until_busy(server: Server) -> None:
    pause = threading.Event()
    while "platesetter_slots_busy 1.0" not in httpx.get(f"{server.url}/metrics").text:
        pause.wait(0.01)


def test_a_cut_connection_is_reported(page: Page, picture: Path) -> None:
    page.route("**/v1/proof*", lambda route: route.abort("connectionreset"), times=1)
    choose(page, picture, "problem")
    assert "No answer came" in text(page, "#problem") or "was cut" in text(page, "#problem")


def test_a_key_opens_a_guarded_service(browser: Browser, tmp_path: Path, picture: Path) -> None:
    key = "open sesame"
    hashed = subprocess.run(
        ["sha256sum"], input=key.encode(), capture_output=True, check=True
    ).stdout.split()[0]
    with serving(tmp_path, keys=hashed.decode()) as server:
        for page in opened(browser, server):
            choose(page, picture, "problem")
            page.get_by_label(re.compile("key", re.IGNORECASE)).first.fill(key)
            page.keyboard.press("Enter")
            wait_for(page, "ready")
            assert key not in page.content()
            assert "PLATESETTER_KEY" in text(page, "#curl")


def test_keys_alone_are_enough(page: Page, picture: Path) -> None:
    """From the file to the plates and the TIFF, without a mouse."""
    page.keyboard.press("Tab")
    expect(page.locator("#file")).to_be_focused()
    choose(page, picture)
    focus(page, "tab-proof")
    for tab in ("gamut", "ink", "plates", "proof"):
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"#tab-{tab}")).to_be_focused()
        expect(page.locator(f"#tab-{tab}")).to_have_attribute("aria-selected", "true")
    wait_for(page, "ready")
    focus(page, "viewer")
    page.keyboard.press("1")
    expect(page.locator("#zoom-one")).to_have_attribute("aria-pressed", "true")
    before = screen(page)
    page.keyboard.press("ArrowRight")
    assert (screen(page) != before).any()
    page.keyboard.press("Shift+ArrowRight")
    assert re.search(r"\d", text(page, "#probe-rgb"))
    focus(page, "slider")
    place = page.locator("#slider").input_value()
    page.keyboard.press("ArrowRight")
    assert page.locator("#slider").input_value() != place
    focus(page, "download", back=True)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert Path(download.value.path()).stat().st_size > WIDTH * HEIGHT * 4


def focus(page: Page, name: str, back: bool = False) -> None:
    """Move the focus to an element with Tab only."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{name} cannot be reached with Tab")


def test_a_narrow_screen_has_all_of_it(browser: Browser, pressroom: Server, picture: Path) -> None:
    for page in opened(browser, pressroom, width=NARROW, height=740):
        choose(page, picture)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
        for selector in ("#viewer", "#slider", "#tab-plates", "#report", "#download", "#curl"):
            box = page.locator(selector).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= NARROW


def test_large_pictures_are_reduced_and_said_to_be(page: Page) -> None:
    body = pictures.jpeg(np.tile(photo(800, 600), (4, 5, 1)))
    choose(page, {"name": "large.jpg", "mimeType": "image/jpeg", "buffer": body})
    shown = text(page, "#view-size")
    assert "View 1600 × 960 of 4000 × 2400 pixels" in shown
    assert "The report and the TIFF use all of them" in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["empty", "proof", "gamut", "ink", "plates", "problem"])
def test_axe_finds_nothing_serious(page: Page, picture: Path, scheme: Any, tab: str) -> None:
    page.emulate_media(color_scheme=scheme)
    if tab == "problem":
        body = {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
        choose(page, body, "problem")
    elif tab != "empty":
        choose(page, picture)
        page.click(f"#tab-{tab}")
        wait_for(page, "ready")
    for folded in page.locator("details").all():
        folded.evaluate("one => { one.open = true }")
    found = Axe().run(page).response["violations"]
    grave = [
        (one["id"], one["impact"]) for one in found if one["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_nothing_is_fetched_from_elsewhere(browser: Browser, pressroom: Server) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pressroom.url)
    wait_for(page, "empty")
    page.close()
    assert asked
    assert all(url.startswith(pressroom.url) for url in asked)
