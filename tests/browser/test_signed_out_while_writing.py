"""The session ends while somebody writes: after signing in their form stands there as they left it."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from checkins.models import CheckIn
from tests.browser.journeys import PASSWORD, STATEMENTS, sign_in
from tests.daytime import daytime_zone
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_words_are_there_again_after_signing_in(
    browser_page: Callable[..., Page], look: Callable[[Page], None], scripts: bool
) -> None:
    user = make_user(zone=daytime_zone(), password=PASSWORD)
    page = browser_page("/accounts/login/?next=/check-ins/today/", java_script_enabled=scripts)
    sign_in(page, address=user.email)
    page.get_by_text("There is more to today").click()
    page.get_by_label("Words for me").fill("half a sentence")
    page.get_by_role("group", name="Was there a hard talk?").get_by_label("Yes").check()
    Session.objects.all().delete()
    for name in STATEMENTS.values():
        page.get_by_role("group", name=name).get_by_label("4", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()

    sign_in(page, address=user.email)

    expect(page.get_by_text("Nothing was sent or saved yet.")).to_be_visible()
    if scripts:
        look(page)
        expect(page.get_by_label("Words for me")).to_have_value("half a sentence")
        expect(page.get_by_label("Words for me")).to_be_visible()
        expect(page.get_by_role("group", name=STATEMENTS["safe"]).get_by_label("4", exact=True)).to_be_checked()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("heading", name="Your day")).to_be_visible()
        assert CheckIn.objects.get().hard_talk is True
    else:
        expect(page.get_by_role("textbox", name="What you wrote")).to_have_value("half a sentence")
