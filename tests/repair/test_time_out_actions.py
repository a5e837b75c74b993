"""A time-out runs once for a couple, cannot be refused, and its return is recorded by either."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from couples.access import standing_of
from couples.actions.acting import NotShared
from repair.actions.time_outs import NotALength, call_time_out, return_from, save_plan, say_outcome
from repair.models import CalmPlan, TimeOut, TimeOutOutcome
from repair.pages.time_outs import plans_of
from tests.factories import NOW, make_pause, make_user
from tests.repair.logs import make_time_out
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
FORTY = timedelta(minutes=40)


@pytest.mark.parametrize("minutes", [-5, 0, 19, 24 * 60 + 1, 100 * 60])
def test_time_out_of_another_length_is_refused(minutes: int) -> None:
    _hurt, repairing, _couple = make_pair()

    with pytest.raises(NotALength):
        call_time_out(repairing, length=timedelta(minutes=minutes), key=uuid4(), now=NOW)

    assert TimeOut.objects.count() == 0


@pytest.mark.parametrize("minutes", [20, 24 * 60])
def test_time_out_from_twenty_minutes_to_a_day_is_taken(minutes: int) -> None:
    hurt, _repairing, couple = make_pair()

    row = call_time_out(hurt, length=timedelta(minutes=minutes), key=uuid4(), now=NOW)

    assert (row.couple, row.returns_at) == (couple, NOW + timedelta(minutes=minutes))


def test_time_out_pressed_twice_runs_once() -> None:
    hurt, _repairing, _couple = make_pair()
    key = uuid4()

    for seconds in (0, 1):
        call_time_out(hurt, length=FORTY, key=key, now=NOW + timedelta(seconds=seconds))

    assert [row.returns_at for row in TimeOut.objects.all()] == [NOW + FORTY]


def test_overlapping_time_out_moves_the_return_to_the_later_time() -> None:
    hurt, repairing, _couple = make_pair()
    call_time_out(hurt, length=FORTY, key=uuid4(), now=NOW)

    call_time_out(repairing, length=timedelta(hours=2), key=uuid4(), now=NOW + timedelta(minutes=10))
    call_time_out(repairing, length=timedelta(minutes=20), key=uuid4(), now=NOW + timedelta(minutes=10))

    row = TimeOut.objects.get()
    assert (row.author, row.returns_at) == (hurt, NOW + timedelta(minutes=130))


def test_longer_time_out_ends_a_day_after_its_start() -> None:
    hurt, _repairing, _couple = make_pair()
    call_time_out(hurt, length=timedelta(hours=20), key=uuid4(), now=NOW)

    call_time_out(hurt, length=timedelta(hours=20), key=uuid4(), now=NOW + timedelta(hours=10))

    assert TimeOut.objects.get().returns_at == NOW + timedelta(hours=24)


def test_new_time_out_lets_the_one_that_ran_out_rest() -> None:
    hurt, _repairing, _couple = make_pair()
    first = call_time_out(hurt, length=FORTY, key=uuid4(), now=NOW)

    second = call_time_out(hurt, length=FORTY, key=uuid4(), now=NOW + timedelta(hours=3))

    assert [row.pk for row in TimeOut.objects.open()] == [second.pk]
    assert TimeOut.objects.get(pk=first.pk).returned_at is None


def test_time_out_needs_an_open_space() -> None:
    alone = make_user()

    with pytest.raises(NotShared):
        call_time_out(alone, length=FORTY, key=uuid4(), now=NOW)

    assert TimeOut.objects.count() == 0


def test_return_is_recorded_by_either_and_once() -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple)
    at = NOW + timedelta(minutes=38)

    said = [return_from(row, by=repairing, now=at), return_from(row, by=hurt, now=at + timedelta(minutes=1))]

    row.refresh_from_db()
    assert (said, row.returned_by, row.returned_at, row.was_kept) == ([True, False], repairing, at, True)


@pytest.mark.parametrize(("minutes", "kept"), [(1, True), (40, True), (70, True), (71, False)])
def test_return_counts_as_kept_until_half_an_hour_after(minutes: int, kept: bool) -> None:
    hurt, _repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple)

    return_from(row, by=hurt, now=NOW + timedelta(minutes=minutes))

    assert (TimeOut.objects.get().was_kept, TimeOut.objects.kept().exists()) == (kept, kept)


def test_return_in_a_pause_of_ones_own_reaches_nobody() -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple)
    make_pause(user=repairing)

    with pytest.raises(NotShared):
        return_from(row, by=repairing, now=NOW)

    assert TimeOut.objects.get().returned_at is None


def test_outcome_is_said_once_and_only_after_the_return() -> None:
    hurt, repairing, couple = make_pair()
    row = make_time_out(author=hurt, couple=couple)

    say_outcome(row, by=hurt, outcome=TimeOutOutcome.DROPPED, now=NOW)
    before = TimeOut.objects.get().outcome
    return_from(row, by=hurt, now=NOW)
    say_outcome(row, by=hurt, outcome=TimeOutOutcome.TABLED, now=NOW)
    say_outcome(row, by=repairing, outcome=TimeOutOutcome.AGAIN, now=NOW)

    assert (before, TimeOut.objects.get().outcome) == ("", "tabled")


def test_database_holds_one_running_time_out() -> None:
    hurt, repairing, couple = make_pair()
    make_time_out(author=hurt, couple=couple)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_time_out(author=repairing, couple=couple)

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
