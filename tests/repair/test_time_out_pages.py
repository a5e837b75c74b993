"""The pages of time-outs and of the plan made in calm."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from kit.clock import database_now
from repair.models import CalmPlan, TimeOut
from tests.factories import make_pause, make_user
from tests.repair.logs import make_time_out
from tests.repair.rows import make_pair

pytestmark = pytest.mark.django_db
PAGE = "repair:time_outs"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def called(**changed: object) -> dict[str, object]:
    return {"once": uuid4(), "minutes": "40", **changed}


def test_time_out_is_called_and_shown_to_both_with_its_return() -> None:
    hurt, repairing, _couple = make_pair()

    answer = browser(hurt).post(reverse(PAGE), called())
    pages = [browser(user).get(reverse(PAGE)).content.decode() for user in (hurt, repairing)]

    row = TimeOut.objects.get()
    assert (answer.status_code, row.returns_at - row.started_at) == (302, timedelta(minutes=40))
    assert [f"Back by {row.returns_at:%A, %H:%M}" in page for page in pages] == [True, True]
    assert ["data-returns-at" in page for page in pages] == [True, True]


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
    assert row.returns_at - row.started_at == timedelta(minutes=45)


def test_return_pressed_by_both_stands_once() -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple, started_at=database_now())

    statuses = [
        browser(user).post(reverse("repair:time_out_back", args=[row.pk])).status_code for user in (hurt, repairing)
    ]

    row.refresh_from_db()
    assert (statuses, row.returned_by, row.was_kept) == ([302, 302], hurt, True)


@pytest.mark.parametrize("outcome", ["again", "tabled", "dropped"])
def test_every_outcome_is_fine(outcome: str) -> None:
    hurt, repairing, couple = make_pair()
    now = database_now()
    row = make_time_out(author=hurt, couple=couple, started_at=now, returned_at=now)

    answer = browser(repairing).post(reverse(f"repair:time_out_{outcome}", args=[row.pk]))
    page = browser(hurt).get(reverse(PAGE)).content.decode()

    row.refresh_from_db()
    assert (answer.status_code, row.outcome, row.get_outcome_display() in page) == (302, outcome, True)


def test_time_that_has_come_is_said_without_blame() -> None:
    hurt, repairing, couple = make_pair()
    make_time_out(author=hurt, couple=couple, started_at=database_now() - timedelta(hours=3))

    page = browser(repairing).get(reverse(PAGE)).content.decode()

    words = re.sub(r"<[^>]+>", " ", page).lower()
    assert "the time you agreed on has come" in words
    assert re.search(r"\b(late|overdue|missed|failed|ignored)\b", words) is None


def test_what_nobody_came_back_from_is_not_asked_for_after_two_days() -> None:
    hurt, _repairing, couple = make_pair()
    make_time_out(author=hurt, couple=couple, started_at=database_now() - timedelta(days=3))

    page = browser(hurt).get(reverse(PAGE)).content.decode()

    assert "We are both back" not in page


def test_time_out_of_another_couple_is_absent() -> None:
    hurt, _repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple)
    stranger, _other, _couple = make_pair()

    answer = browser(stranger).post(reverse("repair:time_out_back", args=[row.pk]))

    row.refresh_from_db()
    assert (answer.status_code, row.returned_at) == (404, None)


def test_person_alone_is_invited_and_their_press_keeps_what_was_chosen() -> None:
    alone = make_user()

    page, pressed = browser(alone).get(reverse(PAGE)), browser(alone).post(reverse(PAGE), called())

    assert (page.status_code, "This is for two" in page.content.decode()) == (200, True)
    assert (pressed.status_code, pressed.context["form"]["minutes"].value()) == (409, "40")


def test_return_in_a_pause_says_so_and_changes_nothing() -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple)
    make_pause(user=repairing)

    answer = browser(repairing).post(reverse("repair:time_out_back", args=[row.pk]))

    row.refresh_from_db()
    assert (answer.status_code, row.returned_at) == (409, None)


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
