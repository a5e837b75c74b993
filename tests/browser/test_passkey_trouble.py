"""A passkey that the browser refuses says what is wrong, instead of nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.journeys import PASSWORD
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_passkey_at_an_address_of_numbers_names_the_address_to_open(
    browser_page: Callable[..., Page], live_server: LiveServer, look: Callable[[Page], None], trouble: list[str]
) -> None:
    page = browser_page()
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("Passkeys don't work at this address.")
    expect(page.get_by_role("alert")).to_contain_text("localhost")
    look(page)
    assert [said for said in trouble if not said.startswith("a request to http://127.0.0.1:")] == []
    trouble.clear()


def test_new_code_can_be_asked_for_after_ten_seconds(browser_page: Callable[..., Page]) -> None:
    user = make_user(email="anna@example.org", password=PASSWORD)
    page = browser_page("/accounts/login/code/")

    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("E-mail address").press("Enter")

    expect(page.get_by_role("button", name="Send a new code (in")).to_be_disabled()
    expect(page.get_by_role("button", name="Send a new code", exact=True)).to_be_enabled(timeout=15_000)
