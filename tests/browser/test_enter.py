"""Enter in a line of a form, as a phone's Go presses it: what was written stays with its author."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from repair.models import HardDate, HardMoment, Question
from tests.repair.pages import today
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_enter_keeps_a_hard_date_a_question_and_a_moment_private(phone: Callable[..., Page], scripts: bool) -> None:
    hurt, _repairing, _couple = make_pair()

    page = phone(hurt, "/repair/hard-dates/new/", java_script_enabled=scripts)
    page.get_by_label("Which date?").fill((today() + timedelta(days=2)).isoformat())
    page.get_by_label("What is it?").fill("the day I found out")
    page.get_by_label("What is it?").press("Enter")
    expect(page.get_by_text("Kept for you alone.")).to_be_visible()
    page.goto("/repair/questions/new/")
    page.get_by_label("What happened", exact=True).check()
    page.get_by_label("In writing, here").check()
    page.get_by_label("Your question").fill("Where were you on Friday?")
    page.get_by_label("In writing, here").press("Enter")
    expect(page.get_by_text("Kept for you alone.")).to_be_visible()
    page.goto("/repair/hard-moments/new/")
    page.get_by_label("What brought it up?").fill("the song in the shop")
    page.get_by_role("group", name="How strong was it?").get_by_role("radio", name="8", exact=True).check()
    page.get_by_label("After how many minutes had it settled?").fill("50")
    page.get_by_label("After how many minutes had it settled?").press("Enter")
    expect(page.get_by_role("heading", name="Hard moments")).to_be_visible()

    assert HardDate.objects.get().couple is None
    assert (Question.objects.get().couple, Question.objects.get().asked_at) == (None, None)
    assert HardMoment.objects.get().shared_at is None
