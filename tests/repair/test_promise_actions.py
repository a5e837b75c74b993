"""Promises: who may say what of which date, what counts as kept, and what stays as it was said."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from couples.actions.acting import AlreadyShared, NotShared, NotYours, TooMany, WrittenBefore
from couples.models import Couple
from repair.actions.promise_dates import NotDue, report_promise
from repair.actions.promises import Terms, make_promise
from repair.models import Promise, PromiseDate, PromiseState, Repeats, Report
from tests.factories import NOW, make_pause, make_user
from tests.repair import rows
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
WEEKDAYS = 0b0011111


def terms(**changed: object) -> Terms:
    rule = {"repeats": Repeats.WEEKDAYS, "weekdays": WEEKDAYS, "first_on": TODAY}
    words = {"cue": "I leave work", "deed": "write you", "deadline_words": "six", "noticed": "you have the message"}
    return Terms(**{**words, **rule, **changed})


def make(user: User, *, now: datetime = NOW, **changed: object) -> Promise:
    return make_promise(user, terms=terms(**changed), key=uuid4(), now=now)


def test_make_shares_the_promise_with_the_other() -> None:
    _hurt, repairing, couple = make_pair()

    made = make(repairing)

    assert (made.couple, made.slot, made.thread, made.made_on) == (couple, 1, made.pk, TODAY)
    assert [row.deed for row in Promise.objects.visible_to(_hurt)] == ["write you"]


def test_make_twice_with_one_key_stands_once() -> None:
    _hurt, repairing, _couple = make_pair()
    key = uuid4()

    first, second = (make_promise(repairing, terms=terms(), key=key, now=NOW) for _press in range(2))

    assert (first.pk, Promise.objects.count()) == (second.pk, 1)


def test_make_with_the_key_of_another_form_and_other_words_is_refused() -> None:
    _hurt, repairing, _couple = make_pair()
    key = uuid4()
    make_promise(repairing, terms=terms(), key=key, now=NOW)

    with pytest.raises(WrittenBefore):
        make_promise(repairing, terms=terms(deed="call you"), key=key, now=NOW)

    assert [row.deed for row in Promise.objects.of(repairing)] == ["write you"]


def test_make_with_the_key_of_somebody_else_is_a_new_promise() -> None:
    hurt, repairing, couple = make_pair()
    other = rows.make_promise(author=hurt, couple=couple)

    made = make_promise(repairing, terms=terms(), key=other.pk, now=NOW)

    assert made.pk != other.pk
    assert Promise.objects.get(pk=other.pk).author == hurt


def test_make_a_fourth_is_refused_and_writes_nothing() -> None:
    _hurt, repairing, _couple = make_pair()
    slots = [make(repairing).slot for _number in range(3)]

    with pytest.raises(TooMany):
        make(repairing)

    assert (slots, Promise.objects.count()) == ([1, 2, 3], 3)


def test_make_a_fourth_is_fine_once_one_has_run_out() -> None:
    _hurt, repairing, _couple = make_pair()
    once = make(repairing, repeats=Repeats.ONCE, weekdays=0, last_on=TODAY)
    make(repairing), make(repairing)

    fourth = make(repairing, now=NOW + timedelta(days=1))

    once.refresh_from_db()
    assert (fourth.slot, once.slot, once.ended_as) == (1, None, "")
    assert rows.line_of(once, repairing, now=NOW + timedelta(days=1)).state == PromiseState.PAST


@pytest.mark.parametrize("state", ["alone", "closed", "paused"])
def test_make_needs_an_open_space_and_no_pause(state: str) -> None:
    hurt, repairing, couple = make_pair()
    if state == "closed":
        couple.partners.update(opened_at=None)
    if state == "paused":
        make_pause(user=repairing)
    author = make_user() if state == "alone" else repairing

    with pytest.raises(NotShared):
        make(author)

    assert Promise.objects.visible_to(hurt).count() == 0


@pytest.mark.parametrize("slot", [0, 4])
def test_database_holds_the_limit_by_slots(slot: int | None) -> None:
    _hurt, repairing, couple = make_pair()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.make_promise(author=repairing, couple=couple, slot=slot)


def test_database_refuses_once_without_a_date() -> None:
    _hurt, repairing, couple = make_pair()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.make_promise(author=repairing, couple=couple, repeats=Repeats.ONCE)


def test_report_is_read_by_the_other_at_once() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)

    report_promise(promise, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)

    seen = PromiseDate.objects.visible_to(hurt).get()
    assert (seen.report, seen.due_on, seen.seen) == ("kept", TODAY, "")


def test_report_twice_the_same_stands_once_and_another_word_is_refused() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    for _press in range(2):
        report_promise(promise, by=repairing, on=TODAY, report=Report.MISSED, now=NOW)

    with pytest.raises(AlreadyShared):
        report_promise(promise, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)

    assert [row.report for row in PromiseDate.objects.all()] == ["missed"]


def test_report_by_the_other_is_refused() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)

    with pytest.raises(NotYours):
        report_promise(promise, by=hurt, on=TODAY, report=Report.KEPT, now=NOW)

    assert PromiseDate.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "report"),
    [
        (1, Report.KEPT),
        (1, Report.MISSED),
        (-1, Report.CHANGED),
        (-15, Report.KEPT),
        (3, Report.CHANGED),  # a Saturday
    ],
)
def test_report_of_a_date_that_does_not_fit_is_refused(days: int, report: Report) -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)

    with pytest.raises(NotDue):
        report_promise(promise, by=repairing, on=TODAY + timedelta(days=days), report=report, now=NOW)

    assert PromiseDate.objects.count() == 0


@pytest.mark.parametrize(("days", "report"), [(0, Report.KEPT), (-2, Report.LATE), (-14, Report.KEPT), (1, "changed")])
def test_report_of_a_date_in_its_time_is_taken(days: int, report: Report) -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)

    report_promise(promise, by=repairing, on=TODAY + timedelta(days=days), report=report, now=NOW)

    assert PromiseDate.objects.get().report == report


def test_report_uses_the_calendar_of_the_maker() -> None:
    _hurt, repairing, couple = make_pair(repairing="Pacific/Auckland")
    promise = rows.make_promise(author=repairing, couple=couple)

    report_promise(promise, by=repairing, on=TODAY + timedelta(days=1), report=Report.KEPT, now=NOW)

    assert PromiseDate.objects.get().due_on == date(2026, 3, 19)


def test_report_of_the_only_date_ends_the_promise() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, repeats=Repeats.ONCE, last_on=TODAY)

    report_promise(promise, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)

    promise.refresh_from_db()
    states = [rows.line_of(promise, reader, now=NOW).state for reader in (hurt, repairing)]
    assert (states, promise.slot) == ([PromiseState.DONE, PromiseState.DONE], None)


def test_report_while_paused_stays_with_the_maker() -> None:
    hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    make_pause(user=repairing)

    report_promise(promise, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)
    report_promise(promise, by=repairing, on=TODAY, report=Report.MISSED, now=NOW)

    assert PromiseDate.objects.visible_to(hurt).count() == 0
    assert PromiseDate.objects.visible_to(repairing).get().report == "missed"


def test_report_of_an_old_promise_reaches_no_new_partner() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple)
    Couple.objects.update(ended_at=NOW)
    couple.partners.update(is_current=False)
    new = make_user()
    rows.make_couple(hurt=new, repairing=repairing)

    report_promise(promise, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)

    assert (Promise.objects.visible_to(new).count(), PromiseDate.objects.visible_to(new).count()) == (0, 0)
