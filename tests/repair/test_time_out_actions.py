"""A time-out belongs to its caller; "I'm back" to each person; a return is kept once both said so in time."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from couples.access import standing_of
from couples.actions.acting import NotShared, NotYours
from home.actions import pause_sharing
from repair.actions.time_outs import NotALength, call_time_out, end_time_out, save_plan, say_back, say_outcome
from repair.models import CalmPlan, TimeOut, TimeOutOutcome, TimeOutReturn
from repair.pages.time_outs import plans_of
from tests.factories import NOW, make_pause, make_user
from tests.repair.logs import make_time_out
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
FORTY = timedelta(minutes=40)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def call(user: User, *, at: float = 0, minutes: int = 40) -> TimeOut:
    return call_time_out(user, length=timedelta(minutes=minutes), key=uuid4(), now=after(at))


def kept() -> int:
    return TimeOut.objects.kept().count()


@pytest.mark.parametrize("minutes", [-5, 0, 19, 24 * 60 + 1, 100 * 60])
def test_time_out_of_another_length_is_refused(minutes: int) -> None:
    _hurt, repairing, _couple = make_pair()

    with pytest.raises(NotALength):
        call(repairing, minutes=minutes)

    assert TimeOut.objects.count() == 0


@pytest.mark.parametrize("minutes", [20, 24 * 60])
def test_time_out_from_twenty_minutes_to_a_day_is_taken(minutes: int) -> None:
    hurt, _repairing, couple = make_pair()

    row = call(hurt, minutes=minutes)

    assert (row.couple, row.ends_at) == (couple, after(minutes))


def test_time_out_pressed_twice_runs_once() -> None:
    hurt, _repairing, _couple = make_pair()
    key = uuid4()

    for seconds in (0, 1):
        call_time_out(hurt, length=FORTY, key=key, now=NOW + timedelta(seconds=seconds))

    assert [row.ends_at for row in TimeOut.objects.all()] == [NOW + FORTY]


def test_only_the_caller_moves_the_end_and_never_past_a_day() -> None:
    hurt, _repairing, _couple = make_pair()
    row = call(hurt, minutes=20 * 60)

    ends = [call(hurt, at=10 * 60, minutes=minutes).ends_at for minutes in (20, 11 * 60, 20 * 60)]

    assert (ends, TimeOut.objects.get().pk) == ([after(20 * 60), after(21 * 60), after(24 * 60)], row.pk)


def test_time_out_of_the_other_has_its_own_end_and_moves_none() -> None:
    hurt, repairing, _couple = make_pair()
    first = call(hurt)

    second = call(repairing, at=10, minutes=120)
    call(repairing, at=20, minutes=240)

    ends = {row.author: row.ends_at for row in TimeOut.objects.open()}
    assert (ends, second.joined) == ({hurt: after(40), repairing: after(260)}, first)


def test_only_the_caller_ends_it_early() -> None:
    hurt, repairing, _couple = make_pair()
    row = call(hurt)

    with pytest.raises(NotYours):
        end_time_out(row, by=repairing, now=after(5))
    untouched = TimeOut.objects.get().ends_at
    for minutes in (15, 16):
        end_time_out(row, by=hurt, now=after(minutes))

    assert (untouched, TimeOut.objects.get().ends_at) == (after(40), after(15))


def test_new_time_out_lets_the_one_that_ran_out_rest() -> None:
    hurt, repairing, _couple = make_pair()
    first = call(hurt)

    second = call(repairing, at=180)

    assert ([row.pk for row in TimeOut.objects.open()], second.joined) == ([second.pk], None)
    assert TimeOut.objects.get(pk=first.pk).returned_at is None


def test_time_out_alone_or_in_a_pause_is_ones_own() -> None:
    hurt, repairing, _couple = make_pair()
    make_pause(user=hurt)

    rows = [call(user) for user in (hurt, make_user())]

    assert [row.couple for row in rows] == [None, None]
    assert list(TimeOut.objects.visible_to(repairing)) == []


def test_time_out_of_ones_own_ends_with_ones_own_return() -> None:
    alone = make_user()
    row = call(alone)

    said = say_back(row, by=alone, now=after(30))

    row.refresh_from_db()
    assert (said, row.is_open, row.returned_at, kept()) == (False, False, None, 0)


def test_one_that_is_back_ends_nothing_for_the_other() -> None:
    hurt, repairing, _couple = make_pair()
    row = call(hurt)

    said = [say_back(row, by=repairing, now=after(minutes)) for minutes in (12, 13)]

    row.refresh_from_db()
    assert (said, row.is_open, row.ends_at, row.returned_at) == ([False, False], True, after(40), None)
    assert [list(TimeOutReturn.objects.visible_to(user)) for user in (hurt, make_user())] == [[], []]


@pytest.mark.parametrize(
    ("first", "second", "is_kept"),
    [(10, 40, True), (9.9, 40, False), (40, 70, True), (40, 70.1, False), (70.1, 70.2, False), (10, 10, True)],
)
def test_return_is_kept_when_both_said_so_in_time(first: float, second: float, is_kept: bool) -> None:
    hurt, repairing, _couple = make_pair()
    row = call(hurt)

    said = [say_back(row, by=repairing, now=after(first)), say_back(row, by=hurt, now=after(second))]

    row.refresh_from_db()
    assert (said, row.is_open, row.returned_at) == ([False, True], False, after(second))
    assert (row.is_kept, kept()) == (is_kept, int(is_kept))


def test_two_time_outs_at_once_are_one_return_up_to_the_later_end() -> None:
    hurt, repairing, _couple = make_pair()
    first, second = call(hurt), call(repairing, at=30, minutes=60)

    say_back(second, by=repairing, now=after(100))
    say_back(first, by=hurt, now=after(120))

    assert ([row.pk for row in TimeOut.objects.kept()], TimeOut.objects.open().count()) == ([first.pk], 0)


def test_returns_pressed_within_seconds_by_one_alone_count_nothing() -> None:
    hurt, _repairing, _couple = make_pair()

    for at in range(5):
        say_back(call(hurt, at=at), by=hurt, now=after(at + 0.1))

    assert (kept(), TimeOut.objects.filter(returned_at__isnull=False).count()) == (0, 0)


def test_who_calls_again_is_not_back() -> None:
    hurt, repairing, _couple = make_pair()
    row = call(hurt)
    say_back(row, by=hurt, now=after(20))

    call(hurt, at=25)
    both = say_back(row, by=repairing, now=after(30))

    assert (both, TimeOut.objects.get().ends_at, kept()) == (False, after(65), 0)


def test_pause_keeps_ones_own_return_and_end_from_the_other() -> None:
    hurt, repairing, _couple = make_pair()
    row = call(hurt)
    pause_sharing(hurt, now=after(1))

    with pytest.raises(NotShared):
        end_time_out(row, by=hurt, now=after(12))
    longer = call(hurt, at=13, minutes=120)
    say_back(row, by=hurt, now=after(20))
    both = say_back(row, by=repairing, now=after(21))

    row.refresh_from_db()
    assert (row.ends_at, row.is_open, longer.couple, longer.joined) == (after(40), True, None, None)
    assert (both, list(TimeOut.objects.visible_to(repairing))) == (False, [row])


def test_outcome_is_each_ones_own_and_shown_once_both_said_theirs() -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple, returned_at=after(30))

    say_outcome(row, by=hurt, outcome=TimeOutOutcome.TABLED, now=NOW)
    say_outcome(row, by=hurt, outcome=TimeOutOutcome.AGAIN, now=NOW)
    before = [said.outcome for said in TimeOutReturn.objects.visible_to(repairing)]
    say_outcome(row, by=repairing, outcome=TimeOutOutcome.DROPPED, now=NOW)

    both = [{said.outcome for said in TimeOutReturn.objects.visible_to(user)} for user in (hurt, repairing)]
    assert (before, both) == ([""], [{"tabled", "dropped"}] * 2)


def test_outcome_waits_for_both_to_be_back() -> None:
    hurt, _repairing, _couple = make_pair()
    row = call(hurt)
    say_back(row, by=hurt, now=after(20))

    say_outcome(row, by=hurt, outcome=TimeOutOutcome.DROPPED, now=after(20))

    assert TimeOutReturn.objects.get().outcome == ""


def test_dates_of_a_time_out_are_those_of_the_couples_days() -> None:
    hurt, repairing, couple = make_pair(hurt="Pacific/Auckland", repairing="Asia/Tokyo")
    couple.day_zones = [["2026-01-01", "America/New_York"]]
    couple.save()
    late = datetime(2026, 3, 18, 22, 50, tzinfo=UTC)  # the 19th where both of them are

    row = call_time_out(hurt, length=FORTY, key=uuid4(), now=late)
    for user in (hurt, repairing):
        say_back(row, by=user, now=late + timedelta(minutes=20))

    row.refresh_from_db()
    assert couple.days.date_at(late) == row.started_on == row.returned_on == TODAY


def test_database_holds_one_open_time_out_of_a_partner() -> None:
    hurt, _repairing, couple = make_pair()
    make_time_out(author=hurt, couple=couple)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_time_out(author=hurt, couple=couple)

    assert TimeOut.objects.count() == 1


def test_time_out_is_seen_by_the_two_alone() -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple)

    seen = [list(TimeOut.objects.visible_to(user)) for user in (hurt, repairing, make_user())]

    assert seen == [[row], [row], []]


def test_plan_keeps_its_earlier_versions_and_is_shown_to_both() -> None:
    hurt, repairing, _couple = make_pair()
    save_plan(hurt, signal_words="red light", soothing="tea", key=uuid4(), now=NOW)
    save_plan(hurt, signal_words="red light", soothing="tea", key=uuid4(), now=NOW)
    save_plan(hurt, signal_words="pause", soothing="a walk", key=uuid4(), now=NOW + timedelta(days=1))

    plans = CalmPlan.objects.visible_to(repairing).newest_first()

    assert [(plan.signal_words, plan.soothing) for plan in plans] == [("pause", "a walk"), ("red light", "tea")]


def test_plan_written_alone_stays_ones_own() -> None:
    alone = make_user()

    plan = save_plan(alone, signal_words="pause", soothing="", key=uuid4(), now=NOW)

    assert (plan.couple, plan.changed_on) == (None, TODAY)


def test_plan_rewritten_many_times_hides_the_other_s_no_more() -> None:
    hurt, repairing, _couple = make_pair()
    save_plan(repairing, signal_words="raised hand", soothing="", key=uuid4(), now=NOW)
    for number in range(41):
        at = NOW + timedelta(minutes=1 + number)
        save_plan(hurt, signal_words=f"word {number}", soothing="", key=uuid4(), now=at)

    mine, theirs = plans_of(standing_of(hurt))

    assert (mine.now.signal_words, len(mine.before), theirs.now.signal_words) == ("word 40", 19, "raised hand")
