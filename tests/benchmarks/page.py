"""Page: the web page's seconds from a dropped picture to its proof, and its longest task.

In headless Chromium on the loopback, with the table in memory. The clock is the web page's own:
from the change of its file control to the mark that it sets once the proof is drawn.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks import inputs
from tests.benchmarks.result import Measured, Result
from tests.server import serving

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS: Final = 120_000
WATCH: Final = """
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries()
        .map((task) => task.duration))).observe({ type: "longtask" });
    document.addEventListener("change", () => { window.begun = performance.now(); }, true);
    new MutationObserver(() => {
        if (document.documentElement.dataset.proof && !window.proven) {
            requestAnimationFrame(() => setTimeout(() => {
                window.proven = performance.now();
                document.documentElement.dataset.measured = "yes";
            }));
        }
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-proof"] });
"""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of this part."""
    parser.add_argument("--photographs", type=Path, help="folder of real photographs")
    parser.add_argument("--runs", type=int, default=10, help="after a first")


def run(arguments: argparse.Namespace) -> Result:
    """Measure, and return the figures."""
    words, picture = inputs.poster(arguments.photographs)
    proofs: list[float] = []
    longest: list[float] = []
    with (
        tempfile.TemporaryDirectory() as name,
        serving(Path(name)) as server,
        sync_playwright() as playwright,
    ):
        photo = inputs.written(picture, "JPEG", Path(name))
        chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for counted in range(arguments.runs + 1):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(PATIENCE_MS)
            taken = _shown(page, server.url, photo)
            page.close()
            if counted:
                proofs.append(taken[0])
                longest.append(taken[1])
        browser.close()
        version = browser.version
    measured = [
        Measured("24 Mpx JPEG", "dropped to proof", "s", proofs),
        Measured("24 Mpx JPEG", "longest task of the web page", "ms", longest),
    ]
    return Result("page", f"{words}, JPEG; Chromium {version}", measured)


def _shown(page: Page, url: str, photo: Path) -> tuple[float, float]:
    """Return seconds to the proof, and milliseconds of the longest task until all is drawn."""
    page.add_init_script(WATCH)
    page.goto(url)
    page.set_input_files("#file", photo)
    page.wait_for_selector("html[data-measured]", state="attached")
    page.wait_for_selector("html[data-state=ready]", state="attached")
    seconds = float(page.evaluate("(window.proven - window.begun) / 1000"))
    return seconds, float(page.evaluate("Math.max(0, ...window.tasks)"))
