"""What is due today, and what is not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from couples.access import standing_of
from repair.models import Repeats
from repair.pages.due import due_today
from tests.factories import NOW, make_user
from tests.repair import rows
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db


def lines(user: User) -> list[tuple[str, str]]:
    return [(item.title, item.text) for item in due_today(standing_of(user), on=TODAY, now=NOW)]


def test_promise_of_today_is_due_for_its_maker_until_it_is_reported() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    before = (lines(repairing), lines(hurt))

    rows.make_promise_date(promise=promise, reported_at=NOW - timedelta(days=2))

    assert before == ([("Promised for today", promise.deed)], [])
    assert lines(repairing) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"weekdays": 0b0001000},  # Thursdays
        {"first_on": TODAY + timedelta(days=1)},
        {"last_on": TODAY - timedelta(days=1)},
        {"repeats": Repeats.WHENEVER},
        {"repeats": Repeats.ONCE, "last_on": TODAY + timedelta(days=1)},
    ],
)
def test_promise_of_another_day_is_not_due(fields: dict) -> None:
    _hurt, repairing, couple = make_pair()
    rows.make_promise(author=repairing, couple=couple, **fields)

    assert lines(repairing) == []


def test_promise_for_this_very_date_is_due() -> None:
    _hurt, repairing, couple = make_pair()
    rows.make_promise(author=repairing, couple=couple, repeats=Repeats.ONCE, last_on=TODAY)

    assert len(lines(repairing)) == 1


def test_fresh_report_waits_for_the_other_for_a_day() -> None:
    hurt, repairing, couple = make_pair()
    row = rows.make_promise_date(promise=rows.make_promise(author=repairing, couple=couple))
    fresh = lines(hurt)

    row.reported_at = NOW - timedelta(days=1)
    row.save()

    assert ([title for title, _text in fresh], lines(hurt)) == (["Did you see it too?"], [])


def test_question_near_its_time_is_for_who_answers_alone() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple, answer_by=NOW + timedelta(hours=1))
    before = ([title for title, _text in lines(repairing)], lines(hurt))

    rows.make_answer(question=question, author=repairing)

    assert (before, lines(repairing)) == ((["A question hopes for an answer by 9:30 p.m."], []), [])


@pytest.mark.parametrize("days", [-1, 1])
def test_question_of_another_day_is_not_named(days: int) -> None:
    hurt, repairing, couple = make_pair()
    at = NOW + timedelta(days=days)
    rows.make_question(author=hurt, couple=couple, asked_at=NOW - timedelta(days=5), answer_by=at)

    assert lines(repairing) == []


def test_draft_of_yesterday_comes_back_once() -> None:
    hurt, repairing, _couple = make_pair()
    rows.make_draft_question(author=hurt, text="How long?")
    rows.make_draft_question(author=hurt, written_at=NOW - timedelta(days=3))

    assert (lines(hurt), lines(repairing)) == ([("You let a question rest overnight", "How long?")], [])


def test_quiet_day_costs_one_query() -> None:
    alone = standing_of(make_user())

    with CaptureQueriesContext(connection) as taken:
        items = due_today(alone, on=TODAY, now=NOW)

    assert (items, len(taken)) == ((), 1)


def test_due_costs_the_same_for_one_and_for_many() -> None:
    hurt, repairing, couple = make_pair()
    rows.make_question(author=hurt, couple=couple, answer_by=NOW + timedelta(hours=1))
    standing = standing_of(repairing)
    with CaptureQueriesContext(connection) as few:
        due_today(standing, on=TODAY, now=NOW)

    for slot in range(2, 6):
        rows.make_question(author=hurt, couple=couple, slot=slot, answer_by=NOW + timedelta(hours=1))

    with CaptureQueriesContext(connection) as many:
        assert len(due_today(standing, on=TODAY, now=NOW)) == 5
    assert len(few) == len(many)
