"""The first evening: an account, the own space at once, a check-in in three taps, and an invitation."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from checkins.models import CheckIn
from kit.clock import database_now
from kit.weeks import local_today
from tests.browser.journeys import check_in, sign_up
from tests.daytime import daytime_zone
from tests.letters import letters_to
from trajectory.weekly.closing import close_weeks

pytestmark = pytest.mark.django_db(transaction=True)
ANNA, BETH = "anna@example.org", "beth@example.org"


def test_first_evening_goes_from_sign_up_to_an_invitation(
    browser_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    zone = daytime_zone()
    page = browser_page("/", timezone_id=zone)
    axe(page)

    page.get_by_role("link", name="Begin").click()
    named = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")  # maybe by an old name
    expect(page.get_by_label("Time zone")).to_have_value(named)
    axe(page)
    sign_up(page, address=ANNA, name="Anna")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{local_today(database_now(), zone):%A}")
    axe(page)
    check_in(page, safe=6, close=5, on_guard=4)
    axe(page)

    assert User.objects.get().zone == named
    assert CheckIn.objects.values_list("safe", "close", "own__on_guard", "couple").get() == (6, 5, 4, None)
    close_weeks(now=database_now() + timedelta(days=8))
    page.get_by_role("link", name="Trajectory").click()
    expect(page.get_by_text("Too early to say.")).to_be_visible()
    axe(page)
    invite(page)
    axe(page)
    assert [letter["subject"] for letter in letters_to(BETH)] == ["A link for you"]


def invite(page: Page) -> None:
    """Go from You to the invitation and send it."""
    page.get_by_role("link", name="You", exact=True).click()
    page.get_by_role("link", name="Where the two of you stand").click()
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_label("Their e-mail address").fill(BETH)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("You have invited someone.")).to_be_visible()
