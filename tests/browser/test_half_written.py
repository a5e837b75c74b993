"""A form that is half written: it asks before it is left, comes back as a whole or not at all, and never holds up the way out."""

from collections.abc import Callable

import pytest
from django.test import override_settings
from playwright.sync_api import Dialog, Page, expect

from checkins.models import CheckIn
from tests.browser.journeys import STATEMENTS
from tests.daytime import daytime_zone
from tests.factories import make_user
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db(transaction=True)


class Answers:
    """What the page asked before it was left, each answered by staying or going."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.stays = True
        page.on("dialog", self.answer)

    def answer(self, dialog: Dialog) -> None:
        """Note that it asked; stay or go."""
        self.asked.append(dialog.type)
        if self.stays:
            dialog.dismiss()
        else:
            dialog.accept()


def write_half(page: Page) -> None:
    page.get_by_text("There is more to today").click()
    page.get_by_role("group", name="Was there a hard talk?").get_by_label("Yes").check()
    page.get_by_label("Words for me").fill("half a sentence")


def test_half_written_day_asks_before_it_is_left_and_comes_back_empty(phone: Callable[..., Page]) -> None:
    page = phone(make_user(zone=daytime_zone()), "/check-ins/today/")
    answers = Answers(page)

    write_half(page)
    page.get_by_role("link", name="You", exact=True).click(no_wait_after=True)
    expect(page.get_by_label("Words for me")).to_have_value("half a sentence")
    assert answers.asked == ["beforeunload"]
    answers.stays = False
    page.get_by_role("link", name="You", exact=True).click()
    expect(page.get_by_label("Your name")).to_be_visible()
    page.go_back()

    expect(page.get_by_role("heading", name="There is more")).to_have_count(0)
    assert page.locator("details.more").first.get_attribute("open") is None
    assert page.locator(":checked:not(option)").count() == 0
    assert page.locator("[name=words_for_me]").input_value() == ""


def test_fold_stays_open_while_something_in_it_is_chosen(phone: Callable[..., Page]) -> None:
    page = phone(make_user(zone=daytime_zone()), "/check-ins/today/")
    fold = page.get_by_text("There is more to today")

    fold.click()
    fold.click()
    expect(page.get_by_label("Words for me")).to_be_hidden()
    write_half(page)
    fold.click()

    expect(page.get_by_label("Words for me")).to_be_visible()


def test_saving_and_leaving_quickly_ask_nothing(phone: Callable[..., Page], live_server: object) -> None:
    page = phone(make_user(zone=daytime_zone()), "/check-ins/today/")
    answers = Answers(page)

    write_half(page)
    for name in STATEMENTS.values():
        page.get_by_role("group", name=name).get_by_label("4", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Your day")).to_be_visible()
    page.goto("/check-ins/today/?change")
    page.get_by_label("Words for me").fill("another")
    with override_settings(EXIT_URL=f"{live_server.url}/help/"):
        page.get_by_role("link", name="Leave this page").click()
        page.wait_for_url("**/help/")

    assert answers.asked == []
    assert CheckIn.objects.get().hard_talk is True


def test_form_that_came_back_with_a_mistake_asks_as_well(phone: Callable[..., Page], trouble: list[str]) -> None:
    hurt, _repairing, _couple = make_pair()
    page = phone(hurt, "/repair/questions/new/")
    answers = Answers(page)

    page.get_by_label("Your question").fill("Where were you?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_label("Your question")).to_have_value("Where were you?")
    page.get_by_label("What happened", exact=True).focus()
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Leave it").click(no_wait_after=True)
    expect(page.get_by_label("Your question")).to_have_value("Where were you?")

    assert answers.asked == ["beforeunload"]
    assert [said for said in trouble if "400" not in said] == []
    trouble.clear()
