"""Ends, changes and early words of a promise: each date is due once, counts once, and stands under its own date."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.models import User
from couples.access import standing_of
from couples.actions.acting import SharedEarlier, TooMany
from couples.models import Couple
from home.actions import leave_couple
from kit.weeks import DAY
from repair.actions.promise_dates import NotDue, report_promise
from repair.actions.promises import Terms, ToldAlready, change_promise, end_promise, make_promise
from repair.models import EndedAs, Promise, PromiseDate, PromiseState, Repeats, Report
from repair.pages.due import due_today
from repair.pages.evidence import evidence_page
from repair.pages.promises import promises_page
from repair.reading import KeptAndDue, kept_and_due
from tests.factories import NOW, make_user
from tests.repair import rows
from tests.repair.rows import MONDAY, TODAY, make_pair

pytestmark = pytest.mark.django_db
FRIDAY = TODAY + 2 * DAY


def terms(**changed: object) -> Terms:
    rule = {"repeats": Repeats.WEEKDAYS, "weekdays": 0b1111111, "first_on": TODAY}
    words = {"cue": "I leave work", "deed": "write you", "deadline_words": "22:00", "noticed": "you have the message"}
    return Terms(**{**words, **rule, **changed})


def once(on: object, **changed: object) -> Terms:
    return terms(repeats=Repeats.ONCE, weekdays=0, last_on=on, **changed)


def make(user: User, said: Terms, *, now: datetime = NOW) -> Promise:
    return make_promise(user, terms=said, key=uuid4(), now=now)


def anew(old: Promise, said: Terms, *, now: datetime = NOW) -> Promise:
    return change_promise(old, by=old.author, terms=said, reason="", key=uuid4(), now=now)


def new_couple(*, of: User, partner: User) -> Couple:
    leave_couple(of, now=NOW)
    return rows.make_couple(hurt=partner, repairing=of)


def open_of(user: User, now: datetime) -> list[UUID]:
    page = promises_page(standing_of(user), now=now)
    return [line.promise.pk for line in page.mine if line.state == PromiseState.OPEN]


def test_another_promise_never_ends_an_unreported_one() -> None:
    hurt, repairing, _couple = make_pair()
    old = make(repairing, once(TODAY))
    thursday = NOW + DAY

    make(repairing, terms(first_on=TODAY + DAY), now=thursday)
    report_promise(old, by=repairing, on=TODAY, report=Report.KEPT, now=thursday)

    old.refresh_from_db()
    states = [rows.line_of(old, reader, now=thursday).state for reader in (hurt, repairing)]
    assert (old.ended_as, states) == ("", [PromiseState.DONE, PromiseState.DONE])


def test_promises_past_their_last_date_are_not_open() -> None:
    _hurt, repairing, _couple = make_pair()
    for _number in range(3):
        make(repairing, once(TODAY))

    today, tomorrow = (promises_page(standing_of(repairing), now=now) for now in (NOW, NOW + DAY))

    assert ([today.is_full, tomorrow.is_full], open_of(repairing, NOW + DAY)) == ([True, False], [])
    assert [line.state for line in tomorrow.mine] == [PromiseState.PAST] * 3
    assert [make(repairing, terms(), now=NOW + DAY).slot for _number in range(3)] == [1, 2, 3]
    with pytest.raises(TooMany):
        make(repairing, terms(), now=NOW + DAY)


def test_made_anew_on_a_told_day_is_due_once_and_counts_once() -> None:
    _hurt, repairing, couple = make_pair()
    old = make(repairing, terms())
    report_promise(old, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)

    new = anew(old, terms(deed="call you"))

    asked = [item.title for item in due_today(standing_of(repairing), on=TODAY, now=NOW)]
    counts = kept_and_due([repairing.pk], couple.pk, TODAY, TODAY, now=NOW + 7 * DAY)
    assert (new.first_on, asked, counts) == (TODAY + DAY, [], {repairing.pk: KeptAndDue(1, 1)})


def test_made_anew_for_a_day_that_was_told_is_refused_and_nothing_is_written() -> None:
    _hurt, repairing, _couple = make_pair()
    old = make(repairing, terms())
    report_promise(old, by=repairing, on=TODAY, report=Report.KEPT, now=NOW)

    with pytest.raises(ToldAlready):
        anew(old, once(TODAY))

    assert (Promise.objects.count(), open_of(repairing, NOW)) == (1, [old.pk])


@pytest.mark.parametrize(("told", "ended_on"), [(None, TODAY - DAY), (Report.KEPT, TODAY)])
def test_taken_back_after_a_later_date_was_changed_beforehand_ends_on_its_own_day(
    told: Report | None, ended_on: object
) -> None:
    _hurt, repairing, couple = make_pair()
    promise = make(repairing, terms(first_on=MONDAY), now=NOW - 2 * DAY)
    report_promise(promise, by=repairing, on=FRIDAY, report=Report.CHANGED, now=NOW)
    if told:
        report_promise(promise, by=repairing, on=TODAY, report=told, now=NOW)

    end_promise(promise, by=repairing, ended_as=EndedAs.WITHDRAWN, reason="", on=TODAY, now=NOW)

    promise.refresh_from_db()
    counts = kept_and_due([repairing.pk], couple.pk, TODAY, FRIDAY, now=NOW + 9 * DAY)
    assert promise.ended_on == ended_on
    assert counts == ({repairing.pk: KeptAndDue(1, 1)} if told else {})


def test_end_is_never_before_a_date_that_was_told() -> None:
    """Told in the morning of Auckland, ended after a flight to where the day before goes on."""
    _hurt, repairing, _couple = make_pair(repairing="Pacific/Auckland")
    promise = make(repairing, terms())
    report_promise(promise, by=repairing, on=TODAY + DAY, report=Report.KEPT, now=NOW)
    User.objects.filter(pk=repairing.pk).update(zone="Pacific/Honolulu")
    repairing.refresh_from_db()

    end_promise(promise, by=repairing, ended_as=EndedAs.DONE, reason="", on=TODAY, now=NOW + timedelta(hours=1))

    promise.refresh_from_db()
    assert promise.ended_on == TODAY + DAY


def test_kept_early_stands_in_the_evidence_under_the_day_it_was_told() -> None:
    hurt, repairing, couple = make_pair()
    promise = make(repairing, once(TODAY + 330 * DAY))
    report_promise(promise, by=repairing, on=promise.last_on, report=Report.KEPT, now=NOW)
    later = NOW + 8 * DAY

    pages = [evidence_page(standing_of(reader), now=later) for reader in (hurt, repairing)]

    assert [[entry.on for entry in page.entries] for page in pages] == [[TODAY], [TODAY]]
    assert kept_and_due([repairing.pk], couple.pk, TODAY, TODAY, now=later) == {repairing.pk: KeptAndDue(1, 1)}
    at_its_date = kept_and_due([repairing.pk], couple.pk, promise.last_on, promise.last_on, now=later + 400 * DAY)
    assert at_its_date == {}


def test_unanswered_days_are_left_out_of_what_was_not_kept() -> None:
    _hurt, repairing, couple = make_pair()
    promise = rows.make_promise(author=repairing, couple=couple, first_on=MONDAY, weekdays=127)
    rows.make_promise_date(promise=promise, on=MONDAY, seen="agree")
    rows.make_promise_date(promise=promise, on=MONDAY + DAY, report=Report.MISSED, seen="agree")
    rows.make_promise_date(promise=promise, on=TODAY)  # the other may still say how they saw it

    counts = kept_and_due([repairing.pk], couple.pk, MONDAY, FRIDAY, now=NOW)

    assert counts == {repairing.pk: KeptAndDue(kept=1, due=2, unanswered=3)}


def test_changed_beforehand_is_refused_once_the_deadline_began() -> None:
    _hurt, repairing, _couple = make_pair()
    promise = make(repairing, terms(deadline_words="by 20:30"))

    report_promise(promise, by=repairing, on=TODAY + DAY, report=Report.CHANGED, now=NOW)
    with pytest.raises(NotDue):
        report_promise(promise, by=repairing, on=TODAY, report=Report.CHANGED, now=NOW)  # at 20:30

    assert [row.due_on for row in PromiseDate.objects.all()] == [TODAY + DAY]


@pytest.mark.parametrize("is_same", [False, True])
def test_promise_to_a_former_partner_takes_no_slot_and_goes_to_nobody_new(is_same: bool) -> None:
    hurt, repairing, _couple = make_pair()
    former = [make(repairing, terms()) for _number in range(3)]
    partner = hurt if is_same else make_user()
    couple = new_couple(of=repairing, partner=partner)

    page = promises_page(standing_of(repairing), now=NOW)
    with pytest.raises(SharedEarlier):
        anew(former[0], terms(deed="call you"))
    with pytest.raises(SharedEarlier):
        end_promise(former[0], by=repairing, ended_as=EndedAs.DONE, reason="", on=TODAY, now=NOW)
    made = [make(repairing, terms()) for _number in range(3)]

    assert (page.mine, page.is_full) == ([], False)
    assert {(one.state, one.on) for one in page.ended} == {(PromiseState.APART, None)}
    assert [(one.couple, one.slot) for one in made] == [(couple, 1), (couple, 2), (couple, 3)]
    assert set(Promise.objects.visible_to(partner)) == set(made)
    assert len(due_today(standing_of(repairing), on=TODAY, now=NOW)) == 3
