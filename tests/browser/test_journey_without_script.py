"""Without JavaScript: sign in, check in, invite, and set up oneself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from checkins.models import CheckIn
from couples.models import Invitation
from tests.browser.journeys import PASSWORD, check_in, sign_in
from tests.daytime import daytime_zone
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_of_one_person_works_without_a_script(browser_page: Callable[..., Page]) -> None:
    anna = make_user(email="anna@example.org", zone=daytime_zone(), password=PASSWORD)
    page = browser_page("/", java_script_enabled=False)

    page.get_by_role("link", name="Sign in").click()
    sign_in(page, address=anna.email)
    page.get_by_text("There is more to today").click()
    page.get_by_role("group", name="Was there a hard talk?").get_by_role("radio", name="Yes").check()
    page.get_by_label("What was it about?").select_option("Money")
    check_in(page, safe=6, close=5, on_guard=4)
    page.goto("/couple/invite/")
    page.get_by_label("Their e-mail address").fill("beth@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    set_up(page)

    assert CheckIn.objects.values_list("safe", "hard_talk", "topic_key").get() == (6, True, "money")
    assert Invitation.objects.get().address == "beth@example.org"
    anna.refresh_from_db()
    assert (anna.name, anna.zone) == ("Anna", "Pacific/Auckland")
    assert User.objects.filter(reminder__is_on=False).get() == anna


def set_up(page: Page) -> None:
    """Change name and zone, and turn the reminder off."""
    page.get_by_role("link", name="You", exact=True).click()
    page.get_by_label("Your name").fill("Anna")
    page.get_by_label("Time zone").select_option("Pacific/Auckland")
    page.locator("#person").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_label("Remind me by e-mail").uncheck()
    page.locator("#reminder").get_by_role("button", name="Save").click()
    expect(page.get_by_label("Remind me by e-mail")).not_to_be_checked()
