"""Weeks close once, by their own clocks, from the rows alone."""

import gc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from accounts.models import User
from checkins.models import CheckIn, OwnAnswers
from checkins.packing import repack
from couples.models import Couple
from notices.models import Reminder
from tests.factories import NOW, make_appreciation, make_check_in, make_couple, make_user
from trajectory.models import UnclosedWeek, WeeklyReading, WeeklySummary
from trajectory.records import spelled
from trajectory.weekly.chunks import Chunk
from trajectory.weekly.closing import close_chunk, close_weeks
from trajectory.weekly.hashing import Hashes, Hashing

pytestmark = pytest.mark.django_db
WEEK = date(2026, 3, 9)
SUNDAY = date(2026, 3, 15)
MONDAY_3_UTC = datetime(2026, 3, 16, 3, tzinfo=UTC)


def write_days(user: User, days: int, *, until: date = SUNDAY, couple: Couple | None = None, seed: int = 1) -> None:
    """Write one check-in on each of the last days, in bulk."""
    rng = np.random.default_rng(seed)
    rows, own = [], []
    for back in range(days):
        on = until - timedelta(days=back)
        at = datetime(on.year, on.month, on.day, 20, tzinfo=UTC)
        safe, close, guard = rng.integers(2, 9, size=3).tolist()
        row = CheckIn(author=user, couple=couple, local_date=on, zone=user.zone, safe=safe, close=close)
        row.submitted_at = row.changed_at = at
        rows.append(row)
        own.append(OwnAnswers(author=user, check_in=row, on_guard=guard))
    CheckIn.objects.bulk_create(rows)
    OwnAnswers.objects.bulk_create(own)


def rows_of(model: type[WeeklyReading] | type[WeeklySummary]) -> list[tuple]:
    owner = "author_id" if model is WeeklyReading else "couple_id"
    rows = model.objects.order_by(owner, "week", "version")
    return [(getattr(row, owner), row.week, row.version, spelled(row.record)) for row in rows]


@pytest.mark.parametrize(("minute", "written"), [(-1, 0), (0, 1)])
def test_a_week_closes_at_its_persons_monday_three(minute: int, written: int) -> None:
    make_check_in(author=make_user(), on=SUNDAY)

    count = close_weeks(now=MONDAY_3_UTC + timedelta(minutes=minute))

    assert count == written


def test_a_couples_week_closes_in_the_later_zone() -> None:
    couple = make_couple(hurt=make_user(zone="UTC"), repairing=make_user(zone="America/New_York"))
    for partner in couple.partners.all():
        write_days(partner.user, 7, couple=couple)

    close_weeks(now=MONDAY_3_UTC)
    early = WeeklySummary.objects.filter(week=WEEK).count()
    close_weeks(now=MONDAY_3_UTC + timedelta(hours=4))

    assert early == 0
    assert WeeklySummary.objects.filter(week=WEEK).count() == 1


def test_closing_again_writes_nothing() -> None:
    couple = make_couple()
    for partner in couple.partners.all():
        write_days(partner.user, 20, couple=couple)
    close_weeks(now=NOW)

    again = close_weeks(now=NOW + timedelta(hours=1))

    assert again == 0


def test_a_later_entry_adds_a_version_and_leaves_the_first_as_it_was() -> None:
    user = make_user()
    write_days(user, 6, until=SUNDAY - timedelta(days=1))
    close_weeks(now=MONDAY_3_UTC)
    first = WeeklyReading.objects.get(week=WEEK)
    make_check_in(author=user, on=SUNDAY)

    close_weeks(now=NOW)

    versions = list(WeeklyReading.objects.filter(week=WEEK).order_by("version"))
    assert [(row.version, row.is_current, row.record["days_in_7"]) for row in versions] == [(1, False, 6), (2, True, 7)]
    assert spelled(versions[0].record) == spelled(first.record)


def test_what_is_not_opened_changes_no_byte_of_the_summary() -> None:
    couple = make_couple()
    first, second = (partner.user for partner in couple.partners.order_by("role"))
    for user in (first, second):
        write_days(user, 14, until=SUNDAY - timedelta(days=4), couple=couple)
    close_weeks(now=NOW)
    before = rows_of(WeeklySummary)
    make_check_in(author=first, on=SUNDAY - timedelta(days=3))
    make_check_in(author=first, on=NOW.date(), couple=couple)
    OwnAnswers.objects.filter(author=first).update(on_guard=9, rushed=True, hard_moment=True, overwhelm=9)

    close_weeks(now=NOW)

    assert rows_of(WeeklySummary) == before


def test_nothing_is_gathered_about_two_before_both_have_opened() -> None:
    couple = make_couple(opened=False)
    for partner in couple.partners.all():
        write_days(partner.user, 14, couple=couple)

    close_weeks(now=NOW)

    assert WeeklySummary.objects.count() == 0
    assert WeeklyReading.objects.filter(week=WEEK).count() == 2


def test_the_same_days_give_the_same_bytes_in_any_chunk() -> None:
    people = [make_user() for _ in range(4)]
    for seed, user in enumerate(people):
        write_days(user, 40 + 7 * seed, seed=seed)
    close_weeks(now=NOW)
    together = rows_of(WeeklyReading)
    WeeklyReading.objects.all().delete()

    for user in reversed(people):
        close_chunk([user.pk], now=NOW)

    assert rows_of(WeeklyReading) == together


def test_one_look_and_a_replay_of_all_give_the_same_bytes() -> None:
    user = make_user()
    write_days(user, 120)
    close_weeks(now=NOW, back=20)
    week_by_week = rows_of(WeeklyReading)[-1]
    WeeklyReading.objects.all().delete()

    close_weeks(now=NOW, back=1)

    assert rows_of(WeeklyReading) == [week_by_week]


def test_after_half_a_year_the_comparison_begins_anew() -> None:
    user = make_user()
    write_days(user, 27 * 7)

    close_weeks(now=NOW, back=2)

    found = [(row.record["since"], row.record["state"]) for row in WeeklyReading.objects.order_by("week")]
    first = SUNDAY - timedelta(days=27 * 7 - 1)
    assert [since for since, _state in found] == [first.isoformat(), WEEK.isoformat()]
    assert found[1][1] == "too_early"


def test_one_who_cannot_be_closed_stands_alone() -> None:
    people = [make_user() for _ in range(5)]
    for user in people:
        write_days(user, 42)
    close_weeks(now=NOW - timedelta(days=7))
    WeeklyReading.objects.filter(author=people[2]).update(steps="what no look ever left")

    close_weeks(now=NOW)

    problem = UnclosedWeek.objects.get()
    assert (problem.owner_id, problem.week, problem.problem) == (people[2].pk, WEEK, "ValueError")
    assert WeeklyReading.objects.filter(week=WEEK).values("author").distinct().count() == 4


def test_a_mended_week_takes_its_line_away() -> None:
    user = make_user(zone="UTC")
    write_days(user, 7)
    UnclosedWeek.objects.create(owner_id=user.pk, week=WEEK, problem="ValueError", happened_at=NOW)

    close_weeks(now=NOW)

    assert UnclosedWeek.objects.count() == 0


def test_closing_costs_the_same_queries_for_one_and_for_many(django_assert_num_queries: Callable) -> None:
    def queries(number: int) -> int:
        people = [make_couple() for _ in range(number)]
        for couple in people:
            for partner in couple.partners.all():
                write_days(partner.user, 14, couple=couple)
        ids = [partner.user_id for couple in people for partner in couple.partners.all()]
        repack(ids)
        with django_assert_num_queries(EXPECTED_QUERIES):
            return close_chunk(ids, now=NOW)

    assert queries(8) == 8 * queries(1)


EXPECTED_QUERIES = 26


def test_only_days_of_both_are_counted_as_days_of_both() -> None:
    couple = make_couple()
    first, second = (partner.user for partner in couple.partners.order_by("role"))
    write_days(first, 7, couple=couple)
    write_days(second, 3, couple=couple)
    make_appreciation(author=first, couple=couple, delivered_at=NOW)

    close_weeks(now=NOW)

    record = WeeklySummary.objects.get(week=WEEK).record
    assert (record["both_in_7"], record["both_in_28"]) == (3, 3)
    assert record["evidence_file"]["shared_check_ins"] == 10


def test_the_newest_week_is_announced_once() -> None:
    user = make_user()
    write_days(user, 42)
    clock = Reminder.objects.create(
        user=user, next_on=NOW.date(), next_due_at=NOW + timedelta(days=1), next_until=NOW + timedelta(days=2)
    )

    close_weeks(now=MONDAY_3_UTC)

    clock.refresh_from_db()
    assert clock.week_is_ready is True


def test_own_week_is_announced_where_nothing_of_both_is_due() -> None:
    author = make_couple().partners.first().user
    write_days(author, 42)
    clock = Reminder.objects.create(
        user=author, next_on=NOW.date(), next_due_at=NOW + timedelta(days=1), next_until=NOW + timedelta(days=2)
    )

    close_weeks(now=MONDAY_3_UTC)

    clock.refresh_from_db()
    assert clock.week_is_ready is True


def test_an_old_week_is_not_announced() -> None:
    user = make_user()
    write_days(user, 7, until=SUNDAY - timedelta(days=7))
    clock = Reminder.objects.create(
        user=user, next_on=NOW.date(), next_due_at=NOW + timedelta(days=1), next_until=NOW + timedelta(days=2)
    )

    close_weeks(now=datetime(2026, 3, 13, tzinfo=UTC))

    clock.refresh_from_db()
    assert clock.week_is_ready is False


def test_a_closed_chunk_waits_for_no_collector() -> None:
    couple = make_couple()
    for partner in couple.partners.all():
        write_days(partner.user, 20, couple=couple)
    gc.collect()
    gc.disable()

    try:
        close_weeks(now=NOW)
        left = [type(one) for one in gc.get_objects() if type(one) in {Chunk, Hashing, Hashes}]
    finally:
        gc.enable()

    assert left == []


def test_people_without_entries_have_no_weeks() -> None:
    user: User = make_user()

    written = close_chunk([user.pk, UUID(int=0)], now=NOW)

    assert written == 0
