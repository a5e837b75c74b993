"""A real Chromium: phones and desks, light and dark, and a watch over what a page must never do."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.conftest import CHROMIUM
from tests.people import browser_of

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
OPEN_WITHIN_MS = 10_000
AXE = Axe()
expect.set_options(timeout=OPEN_WITHIN_MS)  # a machine that does much else is slow
# An evaluation has no time limit of its own: one that came to no end would hold up all tests.
RUN_AXE = """limit => Promise.race([
    axe.run({resultTypes: ["violations"]}).then(found => found.violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id}: ${node.target}`))),
    new Promise((_found, refuse) => setTimeout(refuse, limit, new Error("axe came to no end"))),
])"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Start the system's Chromium; nothing is downloaded."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """Serve the pages, and stop before the rows go: a browser test may be the first of all."""
    return live_server


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
def phone(browser_page: Callable[..., Page], live_server: LiveServer) -> Callable[..., Page]:
    """Return a function that opens a page as a person who is signed in."""

    def open_as(user: User, path: str, **more: object) -> Page:
        page = browser_page(**more)
        cookies = browser_of(user).cookies
        page.context.add_cookies(
            [{"name": name, "value": one.value, "url": live_server.url} for name, one in cookies.items()]
        )
        page.goto(path)
        return page

    return open_as


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a function that fails, by rule and element, on what axe finds on a page."""

    def check(page: Page) -> None:
        page.evaluate(AXE.axe_script)
        assert page.evaluate(RUN_AXE, OPEN_WITHIN_MS) == []

    return check


@pytest.fixture
def look(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """Return a function that lets axe see a page on a phone and a desk, in light and in dark."""

    def see(page: Page) -> None:
        was = page.viewport_size
        for viewport in (PHONE, DESK):
            page.set_viewport_size(viewport)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                axe(page)
        page.set_viewport_size(was)

    return see


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
