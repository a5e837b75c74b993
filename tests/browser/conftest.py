"""A real Chromium: phones and desks, light and dark, and a watch over what a page must never do."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.conftest import CHROMIUM

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
OPEN_WITHIN_MS = 10_000


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Start the system's Chromium; nothing is downloaded."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture
def trouble() -> Iterator[list[str]]:
    """List off-origin requests, console errors and policy violations; a test ends with none.

    A test that provokes one on purpose checks it and then clears the list.
    """
    noticed: list[str] = []
    yield noticed
    assert noticed == []


@pytest.fixture
def browser_page(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, settings: Settings, trouble: list[str]
) -> Callable[..., Page]:
    """Return a function that opens a page in a browser of its own, watched from the first request."""
    settings.SITE_URL = live_server.url

    def open_page(path: str = "", *, viewport: dict[str, int] = PHONE, scheme: str = "light", **more: object) -> Page:
        context = new_context(base_url=live_server.url, viewport=viewport, color_scheme=scheme, **more)
        context.set_default_timeout(OPEN_WITHIN_MS)
        _watch(context, live_server.url, trouble)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    return open_page


@pytest.fixture
def two_browsers(browser_page: Callable[..., Page]) -> tuple[Page, Page]:
    """Return two phones that share no cookie."""
    return browser_page(), browser_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a function that fails, by rule and element, on what axe finds on a page."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []

    return check


def _watch(context: BrowserContext, origin: str, trouble: list[str]) -> None:
    def on_request(request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https", "ws", "wss"} and not request.url.startswith(f"{origin}/"):
            trouble.append(f"a request to {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            trouble.append(f"{message.text} at {message.location.get('url')}")

    context.on("request", on_request)
    context.on("console", on_console)
    context.on("weberror", lambda error: trouble.append(str(error.error)))
