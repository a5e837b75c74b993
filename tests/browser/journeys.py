"""Steps that several journeys share, as a person takes them."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.letters import code_for, letters_to
from tests.people import body, browser_of
from tests.test_access import OUR_ROUTES

PASSWORD = "a quiet green lamp"
STATEMENTS = {
    "safe": "Today I felt safe with my partner",
    "close": "Today I felt close to my partner",
    "on_guard": "Today I was on guard, waiting for something to go wrong",
}


def sign_up(page: Page, *, address: str, name: str) -> None:
    """Make an account on the page that asks for it, by the code from the mail."""
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("I am 18 or over").check()
    page.get_by_role("button", name="Make an account").click()
    page.get_by_label("Code from the mail").fill(code_for(address))
    page.get_by_role("button", name="Go on").click()


def sign_in(page: Page, *, address: str) -> None:
    """Sign in with the password."""
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def prove(page: Page) -> None:
    """Write the password once more, where it is asked."""
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def check_in(page: Page, *, safe: int, close: int, on_guard: int) -> None:
    """Give three taps and save."""
    for name, rating in (("safe", safe), ("close", close), ("on_guard", on_guard)):
        page.get_by_role("group", name=STATEMENTS[name]).get_by_role("radio", name=str(rating), exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Your day")).to_be_visible()


def link_to(address: str) -> str:
    """Return the path of the link in the newest letter to an address."""
    return re.search(r"https?://[^/\s]+(/\S+)", letters_to(address)[-1]["text"]).group(1)


def give_code(page: Page, *, seed: str) -> None:
    """Write the code that the app of this seed shows now."""
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(seed, int(time.time()) // 30)))
    page.get_by_role("button", name="Sign in", exact=True).click()


def refused(page: Page, path: str, *, status: int, trouble: list[str]) -> None:
    """Open an address that is answered by a refusal, which the browser's console repeats."""
    assert page.goto(path).status == status
    assert [said for said in trouble if f"status of {status}" not in said] == []
    trouble.clear()


def pages_of(user: User) -> dict[str, bytes]:
    """Return every page without an id that a person can read, without what is drawn anew for each form."""
    browser = browser_of(user)
    paths = ["/" + path for name, path in OUR_ROUTES.items() if "<" not in path and name != "home:exit"]
    answers = {path: browser.get(path) for path in paths}
    return {path: body(answer) for path, answer in answers.items() if answer.status_code == 200}
