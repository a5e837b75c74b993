"""How far back the weekly job looks: as far as anything can have changed since it last looked at all of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from checkins.models import CheckIn
from checkins.packing import repack
from notices.models import Heartbeat
from tests.factories import NOW, make_user
from tests.trajectory.test_closing import SUNDAY, write_days
from trajectory.models import WeeklyReading
from trajectory.tasks import catch_up, close_some
from trajectory.weekly.closing import SWEEP, chunks_of_people, weeks_to_look_at, weeks_to_sweep
from trustrebuild.embedded import CATCH_UP

pytestmark = pytest.mark.django_db
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


def hourly_look(now: datetime) -> None:
    """Do what the hourly tick hands out at an instant."""
    back = weeks_to_look_at(now=now)
    for user_ids in chunks_of_people():
        close_some([str(pk) for pk in user_ids], now.isoformat(), back)


def start(now: datetime) -> None:
    """Do what is caught up with at a start."""
    back = weeks_to_sweep(now=now)
    for user_ids in chunks_of_people():
        close_some([str(pk) for pk in user_ids], now.isoformat(), back)


def closed() -> list[date]:
    return list(WeeklyReading.objects.order_by("week").values_list("week", flat=True))


def mondays(number: int) -> list[date]:
    return [SUNDAY - timedelta(days=6) - back * WEEK for back in range(number - 1, -1, -1)]


def test_a_machine_that_is_awake_in_the_evening_alone_closes_all_weeks() -> None:
    write_days(make_user(), 70)

    hourly_look(NOW.replace(hour=19))

    assert closed() == mondays(10)


@pytest.mark.parametrize("weeks_asleep", [1, 3, 6, 12])
def test_a_start_after_a_long_sleep_closes_the_weeks_between(weeks_asleep: int) -> None:
    write_days(make_user(), 7 * 14)
    start(NOW - weeks_asleep * WEEK)
    assert closed() == mondays(14)[:-weeks_asleep]

    start(NOW)

    assert closed() == mondays(14)


def test_a_late_entry_into_an_older_week_gets_its_version_at_whatever_hour() -> None:
    user = make_user()
    write_days(user, 70)
    for day in range(3):
        hourly_look(NOW.replace(hour=19) + timedelta(days=day))
    changed = mondays(5)[0]
    CheckIn.objects.filter(author=user, local_date=changed).update(safe=10)
    repack([user.pk])

    hourly_look(NOW.replace(hour=19) + timedelta(days=3))

    versions = dict(WeeklyReading.objects.filter(is_current=True).values_list("week", "version"))
    assert [versions[week] for week in mondays(6)] == [1, 2, 2, 2, 2, 2]


def test_an_hour_later_two_weeks_are_enough() -> None:
    write_days(make_user(), 70)
    assert weeks_to_look_at(now=NOW) > 5

    hourly_look(NOW)

    assert [weeks_to_look_at(now=NOW + hours * HOUR) for hours in (1, 22, 23, 24)] == [2, 2, 5, 5]


def test_a_look_at_two_weeks_is_no_sweep() -> None:
    write_days(make_user(), 70)
    hourly_look(NOW)

    hourly_look(NOW + HOUR)

    assert Heartbeat.objects.get(job=SWEEP).beat_at == NOW


def test_a_sweep_noted_under_a_clock_that_was_ahead_is_not_waited_for() -> None:
    Heartbeat.objects.create(job=SWEEP, beat_at=NOW + timedelta(days=365))

    assert (weeks_to_look_at(now=NOW), weeks_to_sweep(now=NOW)) == (5, 5)


def test_nobody_s_first_week_costs_no_more_than_five() -> None:
    assert weeks_to_sweep(now=datetime(2026, 3, 18, tzinfo=UTC)) == 5


def test_every_start_catches_up() -> None:
    assert CATCH_UP[0] == catch_up.name
