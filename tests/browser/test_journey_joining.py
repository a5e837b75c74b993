"""The second person joins: signed out at first, led back to the link, four words, and both open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import link_to, sign_up
from tests.daytime import daytime_zone
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
BETH = "beth@example.org"


def test_second_person_joins_by_the_link_and_both_open(
    phone: Callable[..., Page], browser_page: Callable[..., Page], axe: Callable[[Page], None], trouble: list[str]
) -> None:
    anna = phone(make_user(name="Anna", zone=daytime_zone()), "/couple/invite/")
    anna.get_by_label("Their e-mail address").fill(BETH)
    anna.get_by_role("button", name="Send the invitation").click()
    link = link_to(BETH)

    beth = browser_page(link)
    expect(beth.get_by_role("heading", name="You are invited")).to_be_visible()
    axe(beth)
    beth.get_by_role("button", name="Yes. Make my account").click()
    sign_up(beth, address=BETH, name="Beth")
    beth.get_by_role("button", name="Yes, it is me. Join").click()
    compare_words(anna, beth, axe)
    for page in (anna, beth):
        expect(page.get_by_role("heading", name="Not open yet")).to_be_visible()
        open_space(page, axe)
    for page in (anna, beth):
        page.goto("/couple/")
        expect(page.get_by_role("heading", name="Your shared space is open")).to_be_visible()

    used = browser_page(viewport={"width": 320, "height": 640})
    assert used.goto(link).status == 410
    expect(used.get_by_role("heading", name="This link no longer works.")).to_be_visible()
    axe(used)
    assert [said for said in trouble if "410" not in said] == []
    trouble.clear()


def compare_words(anna: Page, beth: Page, axe: Callable[[Page], None]) -> None:
    """Read the same four words on both phones, and let the inviter say yes."""
    anna.goto("/couple/")
    seen = [page.get_by_role("list", name="Four words").get_by_role("listitem") for page in (anna, beth)]
    expect(seen[1]).to_have_count(4)
    assert seen[0].all_inner_texts() == seen[1].all_inner_texts()
    axe(anna)
    axe(beth)
    anna.get_by_role("button", name="Yes, these are our words").click()
    expect(anna.get_by_text("You and Beth")).to_be_visible()
    beth.get_by_role("link", name="Look again").click()
    expect(beth.get_by_text("You and Anna")).to_be_visible()


def open_space(page: Page, axe: Callable[[Page], None]) -> None:
    """Open from one side, after the page that asks whether one is free to."""
    page.get_by_role("link", name="Open our space").click()
    expect(page.get_by_role("heading", name="Are you free to do this?")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Open our space").click()
    expect(page.get_by_role("heading", name="The two of you", exact=True)).to_be_visible()
