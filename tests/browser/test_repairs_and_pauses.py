"""Two phones, two people: an owning that lands partly, a flooding and its return, a hard date."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kit.clock import database_now
from repair.models import HardDate, Promise, Repair, TimeOut
from tests.repair import logs
from tests.repair.pages import today
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_acknowledgement_is_looked_over_and_lands_partly(phone: Callable[..., Page], scripts: bool) -> None:
    hurt, repairing, _couple = make_pair()
    page = phone(repairing, "/repair/acknowledgements/new/", java_script_enabled=scripts)
    page.get_by_label("What I did", exact=True).fill("I lied to you about the money.")
    page.get_by_label("That it was wrong").fill("It was wrong.")
    page.get_by_label("What it did to you").fill("I am sorry if you felt alone.")
    page.get_by_label("What I will do differently").fill("I show you every letter.")
    page.get_by_label("What you could see if I do").fill("The letters lie on the table.")

    page.get_by_role("button", name="Send it").click()
    expect(page.locator("mark")).to_have_text("I am sorry if you felt")
    page.get_by_label("What it did to you").fill("You were alone with it for two years.")
    page.get_by_role("button", name="Send as it is").click()
    expect(page.get_by_text("It is sent.")).to_be_visible()
    other = phone(hurt, "/repair/acknowledgements/")
    other.get_by_role("link", name="From ").click()
    other.get_by_role("link", name="Say how it landed").click()
    other.get_by_label("Partly").check()
    other.get_by_label("What is still needed?").fill("The dates.")
    other.get_by_role("button", name="Say it").click()

    page.reload()
    expect(page.get_by_text("The dates.")).to_be_visible()


def both_come_back(page: Page, other: Page) -> None:
    """Say "I'm back" a quarter of an hour after the call, each on their own phone."""
    TimeOut.objects.update(started_at=database_now() - timedelta(minutes=15))
    page.get_by_role("button", name="I’m back").click()
    other.reload()
    other.get_by_role("button", name="I’m back").click()
    expect(other.get_by_role("heading", name="You’re both back")).to_be_visible()
    page.reload()


def test_flooding_ends_in_a_return_a_repair_and_one_promise(
    phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    hurt, repairing, _couple = make_pair()
    caller = phone(repairing, "/repair/time-outs/")
    caller.get_by_label("40 minutes").check()
    caller.get_by_role("button", name="Start time-out").click()
    expect(caller.get_by_text("in 40 min")).to_be_visible()
    caller.close()

    other = phone(hurt, "/repair/time-outs/", java_script_enabled=False)
    expect(other.get_by_role("heading", name="Until ")).to_be_visible()
    expect(other.get_by_text("in 40 min")).not_to_be_visible()
    back = phone(repairing, "/repair/time-outs/")
    expect(back.get_by_text("in 40 min")).to_be_visible()
    axe(back)
    both_come_back(back, other)
    back.get_by_role("button", name="Talk again").click()
    back.get_by_role("link", name="Open a repair for it").click()
    back.get_by_label("A few words to find it again").fill("The evening with your sister")
    back.get_by_label("A debate").check()
    back.get_by_role("button", name="Open it").click()
    back.get_by_role("link", name="Write your side").click()
    back.get_by_label("What happened, as you lived it").fill("I was late and I knew it.")
    back.get_by_role("button", name="Save").click()
    other.goto(f"/repair/logs/{Repair.objects.get().pk}/")
    expect(other.get_by_text("I was late and I knew it.")).not_to_be_visible()
    other.get_by_role("link", name="Write your side").click()
    other.get_by_label("What happened, as you lived it").fill("Nobody looked up.")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("I was late and I knew it.")).to_be_visible()
    back.reload()
    axe(back)
    back.get_by_role("link", name="Make one").click()
    back.get_by_label("When", exact=True).fill("I am late")
    back.get_by_label("I will", exact=True).fill("call you from the car")
    back.get_by_label("by", exact=True).fill("six")
    back.get_by_label("We both know because", exact=True).fill("the call is in your list")
    back.get_by_label("Whenever it happens").check()
    back.get_by_role("button", name="Make this promise").click()
    expect(back.get_by_text("call you from the car")).to_be_visible()
    back.get_by_role("button", name="Suggest closing it").click()
    other.reload()
    other.get_by_role("button", name="Close this repair").click()
    expect(other.get_by_text("Closed on ")).to_be_visible()

    other.goto("/evidence/")
    expect(other.get_by_role("heading", name="A return kept")).to_be_visible()
    assert (TimeOut.objects.get().is_kept, Repair.objects.get().promise) == (True, Promise.objects.get())


def test_hard_date_gets_a_line_and_a_moment_met_well(phone: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    hurt, repairing, _couple = make_pair()
    page = phone(hurt, "/repair/hard-dates/new/")
    page.get_by_label("What is it?").fill("the day I found out")
    page.get_by_label("Which date?").fill((today() + timedelta(days=2)).isoformat())
    page.get_by_label("What would help on that day?").fill("a walk")
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("heading", name="the day I found out")).to_be_visible()

    other = phone(repairing, "/repair/")
    expect(other.get_by_text("A date that may be hard is near")).to_be_visible()
    other.get_by_role("link", name="What would help").click()
    other.get_by_role("link", name="Write a line beforehand").click()
    other.get_by_label("Your line").fill("I am home at four.")
    other.get_by_role("button", name="Send the line").click()
    axe(other)
    page.reload()
    expect(page.get_by_text("I am home at four.")).to_be_visible()
    page.goto("/repair/hard-moments/new/")
    page.get_by_label("What brought it up?").fill("the song in the shop")
    page.get_by_role("group", name="How strong was it?").get_by_role("radio", name="8", exact=True).check()
    page.get_by_label("After how many minutes had it settled?").fill("50")
    page.get_by_label("Very well").check()
    axe(page)
    page.get_by_role("button", name="Share it").click()

    other.goto("/evidence/")
    expect(other.get_by_text("the song in the shop")).to_be_visible()
    assert HardDate.objects.get().withdrawn_at is None


def test_countdown_ends_by_the_servers_time(phone: Callable[..., Page]) -> None:
    hurt, repairing, couple = make_pair()
    logs.make_time_out(author=hurt, couple=couple, minutes=20, started_at=database_now() - timedelta(seconds=1197))

    page = phone(repairing, "/repair/time-outs/")

    expect(page.get_by_text("in 1 min")).to_be_visible()
    expect(page.get_by_text("The time has come.")).to_be_visible()
