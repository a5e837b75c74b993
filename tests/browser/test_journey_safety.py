"""Ways out: leaving the page at once, pausing without being noticed, and leaving the shared space alone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from accounts.models import User
from kit.clock import database_now
from tests.browser.journeys import PASSWORD, check_in, pages_of, prove
from tests.daytime import daytime_zone
from tests.factories import make_couple, make_user
from tests.letters import letters_to

pytestmark = pytest.mark.django_db(transaction=True)
FOR_US = "Only after you asked"


class Weather(BaseHTTPRequestHandler):
    """A neutral page of somebody else."""

    def do_GET(self) -> None:
        """Show the weather."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Weather</title><link rel=icon href=data:,><h1>Sunny</h1>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Say nothing."""


@pytest.fixture
def neutral(settings: Settings) -> Iterator[str]:
    """Serve the neutral site that people leave to; return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    thread = Thread(target=server.serve_forever)
    thread.start()
    settings.EXIT_URL = f"http://127.0.0.1:{server.server_port}/"
    yield settings.EXIT_URL
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def two(transactional_db: None) -> tuple[User, User]:
    """Make Anna and Beth with an open space, where it is day."""
    zone = daytime_zone()
    anna, beth = (make_user(name=name, zone=zone, password=PASSWORD) for name in ("Anna", "Beth"))
    make_couple(hurt=anna, repairing=beth, joined_at=database_now() - timedelta(days=60))
    return anna, beth


def by_link(page: Page) -> None:
    page.get_by_role("link", name="Leave this page").click()


def by_shift(page: Page) -> None:
    for _press in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize(("leave", "scripts"), [(by_link, True), (by_link, False), (by_shift, True)])
def test_leaving_the_page_at_once_leaves_nothing_behind(
    two: tuple[User, User],
    phone: Callable[..., Page],
    neutral: str,
    trouble: list[str],
    leave: Callable[[Page], None],
    scripts: bool,
) -> None:
    page = phone(two[0], "/you/", java_script_enabled=scripts)
    page.goto("/check-ins/today/")

    leave(page)
    expect(page).to_have_title("Weather")
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] in ("daybook", "form")] == []
    page.go_back()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert trouble == [f"a request to {neutral}"]
    trouble.clear()


def test_pause_reads_like_a_day_that_has_not_opened(two: tuple[User, User], phone: Callable[..., Page]) -> None:
    anna, beth = phone(two[0], "/couple/"), phone(two[1], "/check-ins/today/")
    check_in(beth, safe=7, close=6, on_guard=2)
    waiting = pages_of(two[1])

    anna.get_by_role("button", name="Pause sharing").click()
    expect(anna.get_by_role("heading", name="You are sharing nothing new")).to_be_visible()
    anna.get_by_role("link", name="Today").click()
    anna.get_by_text("There is more to today").click()
    anna.get_by_label("Words for us").fill(FOR_US)
    check_in(anna, safe=3, close=3, on_guard=8)

    assert pages_of(two[1]) == waiting
    assert FOR_US.encode() in pages_of(two[0])["/check-ins/today/"]


def test_leaving_alone_closes_the_space_for_both_and_sends_nothing(
    two: tuple[User, User], phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    anna, beth = phone(two[0], "/couple/"), phone(two[1], "/check-ins/today/")
    check_in(beth, safe=7, close=6, on_guard=2)
    anna.get_by_role("link", name="See what leaving means").click()
    axe(anna)

    anna.get_by_role("button", name="Leave now").click()
    prove(anna)
    beth.goto("/couple/")

    for page in (anna, beth):
        expect(page.get_by_text("This shared space is closed.")).to_be_visible()
        axe(page)
    assert letters_to(two[1].email) == []
    beth.goto("/check-ins/today/")
    expect(beth.get_by_role("heading", name="Your day")).to_be_visible()
