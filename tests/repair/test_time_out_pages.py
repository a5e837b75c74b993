"""The pages of time-outs and of the plan made in calm."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from home.actions import pause_sharing
from kit.clock import database_now
from repair.models import CalmPlan, TimeOut, TimeOutOutcome
from tests.factories import make_pause, make_user
from tests.repair.logs import make_time_out
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
PAGE = "repair:time_outs"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(user: User) -> str:
    """Return the page without what differs at each reading."""
    page = browser(user).get(reverse(PAGE)).content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value|name="once" value|data-now)="[^"]*"', "", page)


def press(user: User, word: str, row: TimeOut, status: int = 302) -> None:
    answer = browser(user).post(reverse(f"repair:time_out_{word}", args=[row.pk]))
    assert answer.status_code == status


def called(**changed: object) -> dict[str, object]:
    return {"once": uuid4(), "minutes": "40", **changed}


def test_time_out_is_called_and_shown_to_both_with_its_end() -> None:
    hurt, repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse(PAGE), called())
    pages = [page_of(user) for user in (hurt, repairing)]

    row = TimeOut.objects.get()
    assert (answer.status_code, row.ends_at - row.started_at) == (302, timedelta(minutes=40))
    assert [f"Until {row.ends_at:%A, %H:%M}" in page for page in pages] == [True, True]
    assert ["data-returns-at" in page for page in pages] == [True, True]
    assert ["End it now" in page for page in pages] == [True, False]


def test_other_that_says_back_changes_no_byte_of_the_callers_page() -> None:
    hurt, repairing, _couple = make_pair()
    browser(hurt).post(reverse(PAGE), called())
    before = page_of(hurt)

    press(repairing, "back", TimeOut.objects.get())

    assert (page_of(hurt), "You’ve said you’re back" in page_of(repairing)) == (before, True)


def test_other_that_calls_moves_no_end_on_the_callers_page() -> None:
    hurt, repairing, _couple = make_pair()
    browser(hurt).post(reverse(PAGE), called())
    end = TimeOut.objects.get().ends_at

    browser(repairing).post(reverse(PAGE), called(minutes="720"))

    assert [f"Until {end:%A, %H:%M}" in page_of(user) for user in (hurt, repairing)] == [True, True]
    assert TimeOut.objects.get(author=hurt).ends_at == end


def test_pause_begun_while_one_runs_changes_no_byte_of_the_others_page() -> None:
    hurt, repairing, _couple = make_pair()
    browser(hurt).post(reverse(PAGE), called())
    before = page_of(repairing)

    pause_sharing(hurt, now=database_now())
    press(hurt, "end", TimeOut.objects.get(), status=409)
    browser(hurt).post(reverse(PAGE), called(minutes="720"))
    press(hurt, "back", TimeOut.objects.get(couple__isnull=False))

    assert page_of(repairing) == before


@pytest.mark.parametrize("paused", [True, False])
def test_where_nobody_else_reads_it_the_page_says_so_before_and_after(paused: bool) -> None:
    hurt, repairing, couple = make_pair()
    if paused:
        make_pause(user=hurt)
    else:
        couple.partners.update(opened_at=None)
    others = page_of(repairing)

    before = page_of(hurt)
    browser(hurt).post(reverse(PAGE), called())
    after = page_of(hurt)

    assert ("won’t see this" in before, "They’ll see" in before, "won’t see this" in after) == (True, False, True)
    assert (TimeOut.objects.get().couple, page_of(repairing)) == (None, others)


@pytest.mark.parametrize("minutes", ["-5", "0", "19", "1441", "6000", "20.5", "1e2", "x", "99999999999999999999"])
def test_time_out_of_another_length_is_refused_with_the_length_kept(minutes: str) -> None:
    hurt, _repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse(PAGE), called(minutes="", other=minutes))

    assert (answer.status_code, TimeOut.objects.count()) == (400, 0)
    assert answer.context["form"].errors["other"] == ["From 20 minutes to 24 hours."]
    assert answer.context["form"]["other"].value() == minutes


def test_time_out_without_a_length_asks_for_one() -> None:
    hurt, _repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse(PAGE), {"once": uuid4()})

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["minutes"])


def test_length_of_ones_own_wins_and_may_be_in_another_script() -> None:
    hurt, _repairing, _couple = make_pair()

    browser(hurt).post(reverse(PAGE), called(other="٤٥"))

    row = TimeOut.objects.get()
    assert row.ends_at - row.started_at == timedelta(minutes=45)


def test_both_that_say_back_are_told_so() -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple, started_at=database_now() - timedelta(minutes=15))

    for user in (hurt, repairing):
        press(user, "back", row)

    row.refresh_from_db()
    assert row.is_kept
    assert ["You’re both back" in page_of(user) for user in (hurt, repairing)] == [True, True]


@pytest.mark.parametrize("outcome", ["again", "tabled", "dropped"])
def test_every_outcome_is_fine_and_the_others_waits_for_ones_own(outcome: str) -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple, started_at=database_now(), returned_at=database_now())
    before = page_of(hurt)

    press(repairing, outcome, row)
    unchanged = page_of(hurt) == before
    press(hurt, "again", row)

    label = TimeOutOutcome(outcome).label
    assert (unchanged, f"said: {label}." in page_of(hurt), f"You said: {label}." in page_of(repairing)) == (True,) * 3


def test_time_that_has_come_is_said_without_blame() -> None:
    hurt, repairing, couple = make_pair()
    make_time_out(author=hurt, couple=couple, started_at=database_now() - timedelta(hours=3))

    page = browser(repairing).get(reverse(PAGE)).content.decode()

    words = re.sub(r"<[^>]+>", " ", page).lower()
    assert "the time has come" in words
    assert re.search(r"\b(late|overdue|missed|failed|ignored)\b", words) is None


def test_what_nobody_came_back_from_is_not_asked_for_after_two_days() -> None:
    hurt, _repairing, couple = make_pair()
    make_time_out(author=hurt, couple=couple, started_at=database_now() - timedelta(days=3))

    page = browser(hurt).get(reverse(PAGE)).content.decode()

    assert "I’m back" not in page


def test_time_out_of_another_couple_is_absent() -> None:
    hurt, _repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple)
    stranger, _other, _couple = make_pair()

    answer = browser(stranger).post(reverse("repair:time_out_back", args=[row.pk]))

    row.refresh_from_db()
    assert (answer.status_code, row.returned_at) == (404, None)


def test_person_alone_takes_one_for_themselves() -> None:
    alone = make_user()

    answer = browser(alone).post(reverse(PAGE), called())

    assert (answer.status_code, TimeOut.objects.get().couple) == (302, None)
    assert "Until " in page_of(alone)


def test_plan_is_written_alone_and_read_by_the_other_once_shared() -> None:
    hurt, repairing, _couple = make_pair()
    alone = make_user()
    words = {"signal_words": "red light", "soothing": "tea\na walk"}

    for user in (hurt, alone):
        browser(user).post(reverse("repair:calm_plan"), {"once": uuid4(), **words})
    page = browser(repairing).get(reverse(PAGE)).content.decode()

    assert (CalmPlan.objects.count(), "red light" in page) == (2, True)


@pytest.mark.parametrize("words", ["", " ", "\u200b", "x" * 301, "a\0b"])
def test_plan_is_refused_with_its_words_kept(words: str) -> None:
    hurt, _repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse("repair:calm_plan"), {"once": uuid4(), "signal_words": words})

    assert (answer.status_code, answer.context["form"]["signal_words"].value()) == (400, words)
    assert CalmPlan.objects.count() == 0
