"""Two phones, two people: a promise through its days, and a question with an answer that grows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from repair.models import Promise
from tests.repair import rows
from tests.repair.pages import today
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db(transaction=True)


def fill_promise(page: Page, deed: str) -> None:
    page.get_by_label("When", exact=True).fill("I leave work")
    page.get_by_label("I will", exact=True).fill(deed)
    page.get_by_label("by", exact=True).fill("six")
    page.get_by_label("We both know because", exact=True).fill("the message is on your phone")
    page.get_by_label("Whenever it happens").check()
    page.get_by_role("button", name="Make this promise").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_vague_promise_is_given_back_and_the_specific_one_stands(
    phone: Callable[..., Page], trouble: list[str], scripts: bool
) -> None:
    hurt, repairing, _couple = make_pair()
    page = phone(repairing, "/repair/promises/new/", java_script_enabled=scripts)

    fill_promise(page, "be more careful")
    expect(page.get_by_text("The same, made specific, could be:")).to_be_visible()
    expect(page.get_by_label("I will", exact=True)).to_have_value("be more careful")
    fill_promise(page, "write you when I will be home")

    expect(page.get_by_text("Your promise stands.")).to_be_visible()
    expect(phone(hurt, "/repair/promises/").get_by_text("write you when I will be home")).to_be_visible()
    trouble[:] = [said for said in trouble if "400" not in said]


def test_promise_goes_through_its_days(phone: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    hurt, repairing, couple = make_pair()
    start = today() - timedelta(days=2)
    rows.make_promise(author=repairing, couple=couple, weekdays=127, first_on=start, made_on=start)
    maker = phone(repairing, "/repair/promises/")

    maker.get_by_role("button", name="Kept").last.click()
    maker.get_by_role("button", name="Not this time").last.click()
    maker.get_by_label("What was mine in it").fill("I let it slip, and you waited.")
    maker.get_by_role("button", name="Say it").click()
    maker.get_by_text("Something changed beforehand?").click()
    maker.get_by_role("button", name="Not on").nth(1).click()
    other = phone(hurt, "/repair/promises/")
    other.get_by_role("button", name="I saw it differently").first.click()

    axe(other)
    other.get_by_role("link", name="All of it, and adding a note").click()
    expect(other.get_by_text("I let it slip, and you waited.")).to_be_visible()
    said = Promise.objects.get().dates.order_by("due_on").values_list("report", "seen")
    assert list(said) == [("kept", "differently"), ("missed", ""), ("changed", "")]


def ask(page: Page, text: str) -> None:
    page.get_by_label("Your question").fill(text)
    page.get_by_label("What happened", exact=True).check()
    page.get_by_label("In writing, here").check()
    page.get_by_role("button", name="Ask", exact=True).click()


def test_question_is_hinted_answered_and_grows(phone: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    hurt, repairing, _couple = make_pair()
    asker = phone(hurt, "/repair/questions/new/")

    ask(asker, "Did you sleep with her in our bed?")
    expect(asker.get_by_text("This may bring pictures that stay.")).to_be_visible()
    asker.get_by_role("button", name="Ask it now").click()
    other = phone(repairing, "/repair/questions/")
    other.get_by_role("link", name="Read and answer").click()
    other.get_by_role("link", name="Answer").click()
    answer(other, "No, never here.")
    other.get_by_role("link", name="Correct it, or add what is new").click()
    other.get_by_label("It is new").check()
    other.locator("#id_asked_for").get_by_label("No").check()
    answer(other, "Once at her place, in May.")

    asker.goto("/repair/questions/")
    asker.get_by_role("link", name="Read the answer").click()
    expect(asker.get_by_text("New information · unasked")).to_be_visible()
    axe(asker)
    asker.get_by_role("button", name="Take it to a session").click()
    expect(asker.get_by_text("Taken to a session")).to_be_visible()


def answer(page: Page, words: str) -> None:
    page.get_by_label("Your answer").last.fill(words)
    page.locator("#id_is_all_known").get_by_label("Yes").check()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Your answer is sent.")).to_be_visible()


def test_pages_of_the_room_hold_on_a_small_phone(phone: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    hurt, repairing, couple = make_pair()
    rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=couple), seen="agree")
    rows.make_openness(author=repairing, couple=couple, words="W" * 200)
    rows.make_closed_question(author=repairing, couple=couple, text="W" * 200)
    rows.make_promise(author=hurt, couple=couple, deed="W" * 200, weekdays=127)
    rows.make_agreement(author=repairing, couple=couple)
    page = phone(hurt, "/repair/", viewport={"width": 320, "height": 640})

    for address in (
        "/repair/",
        "/repair/promises/",
        "/repair/questions/?before=2030-01-01T00:00:00%2B00:00",
        "/repair/openness/",
        "/repair/agreements/",
        "/repair/agreements/new/",
        "/evidence/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        axe(page)
