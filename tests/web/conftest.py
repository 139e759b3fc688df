"""The web page in a real browser; an error on its console fails a test."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.programs import program
from tests.server import Server, serving

PATIENCE_MS = 60_000
REFUSED = "Failed to load resource: "
"""A browser logs this for every answer with an error status; a web page cannot prevent it."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def pressroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service of these tests only, so that no other test keeps it busy."""
    with serving(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
def page(browser: Browser, pressroom: Server) -> Iterator[Page]:
    yield from opened(browser, pressroom)


def opened(
    browser: Browser, server: Server, width: int = 1280, height: int = 800
) -> Iterator[Page]:
    """Yield the web page; at the end, assert that its console has no error but refused requests."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, accept_downloads=True, reduced_motion="reduce"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`))"
    )
    page.goto(server.url)
    yield page
    context.close()
    assert [words for words in said if REFUSED not in words] == []


def choose(page: Page, picture: Path | Mapping[str, object], state: str = "ready") -> None:
    """Choose a file as a person does, and wait for the web page's state."""
    page.set_input_files("#file", picture)  # type: ignore[arg-type]  # a FilePayload of these
    wait_for(page, state)


def wait_for(page: Page, state: str) -> None:
    """Wait until the web page has this state."""
    page.wait_for_selector(f"html[data-state={state}]", state="attached")
