"""The README's picture of the web page: `python -m tests.web.screenshot PHOTO`."""

import argparse
import io
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.programs import program
from tests.server import serving

TARGET: Final = Path(__file__).with_name("page.webp")
SIZE: Final = (1280, 800)
PATIENCE_MS: Final = 120_000


def main() -> None:
    """Open a photograph in the web page, show its gamut view, and save a screenshot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path)
    photo: Path = parser.parse_args().photo
    chromium = program("chromium", "chromium-browser", "google-chrome")
    with (
        tempfile.TemporaryDirectory() as name,
        serving(Path(name)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server.url)
        page.set_input_files("#file", photo)
        page.wait_for_selector("html[data-state=ready]", state="attached")
        page.click("#tab-gamut")
        page.locator("#slider").fill("50")
        box = page.locator("#viewer").bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.6)
        seen = page.screenshot()
        browser.close()
    Image.open(io.BytesIO(seen)).save(TARGET, "WEBP", quality=80, method=6)


if __name__ == "__main__":
    main()
