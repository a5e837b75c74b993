"""The tick: one row for a person and date, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from notices.actions import move_clock, settle_notice, tick
from notices.models import Delivery, Reminder, State
from tests.factories import NOW, make_reminder, make_user
from tests.notices.test_windows import CLOCK_CHANGES

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def dates_of(user: User) -> list[date]:
    """Return the local dates of a person's notices."""
    return list(
        Delivery.objects.notices().filter(user=user).order_by("local_date").values_list("local_date", flat=True)
    )


def tick_through(user: User, *, days: int) -> list[tuple[date, datetime]]:
    """Tick at every instant the person's clock stands at; return the dates and instants of the rows."""
    for _day in range(days):
        tick(now=Reminder.objects.get(user=user).next_due_at)
    return list(Delivery.objects.filter(user=user).order_by("due_at").values_list("local_date", "due_at"))


def test_tick_writes_the_row_of_who_is_due() -> None:
    reminder = make_reminder(user=make_user(), now=NOW - DAY / 2)
    make_reminder(user=make_user(zone="America/Los_Angeles"), now=NOW - DAY / 2)

    moved = tick(now=NOW)

    row = Delivery.objects.get()
    assert moved == 1
    assert (row.user_id, row.local_date, row.state) == (reminder.user_id, NOW.date(), State.PENDING)
    assert (row.due_at, row.not_after) == (NOW, NOW + timedelta(hours=1))
    assert (row.asks_check_in, row.has_news) == (True, False)


def test_tick_a_second_time_does_nothing() -> None:
    make_reminder(user=make_user(), now=NOW - DAY)
    tick(now=NOW)

    assert (tick(now=NOW), Delivery.objects.count()) == (0, 1)


def test_tick_before_the_time_does_nothing() -> None:
    make_reminder(user=make_user(), now=NOW - DAY / 2)

    assert tick(now=NOW - timedelta(seconds=1)) == 0


def test_tick_leaves_out_who_turned_it_off() -> None:
    make_reminder(user=make_user(), now=NOW - DAY, is_on=False)

    assert tick(now=NOW) == 0


def test_tick_stops_at_its_limit() -> None:
    for _person in range(3):
        make_reminder(user=make_user(), now=NOW - DAY / 2)

    assert [tick(now=NOW, limit=2), tick(now=NOW, limit=2)] == [2, 1]


@pytest.mark.parametrize(("zone", "at", "on", "instant"), CLOCK_CHANGES)
def test_tick_across_a_clock_change_gives_each_date_one_row(zone: str, at: time, on: date, instant: datetime) -> None:
    user = make_user(zone=zone)
    make_reminder(user=user, now=instant - 2.5 * DAY, quiet=False, local_time=at)

    rows = dict(tick_through(user, days=5))

    assert [*rows] == [on + DAY * n for n in range(-2, 3)]
    assert rows[on] == instant


def test_tick_reminds_two_people_21_hours_apart_each_on_their_own_date() -> None:
    east, west = make_user(zone="Pacific/Tongatapu"), make_user(zone="America/Los_Angeles")
    for user in (east, west):
        make_reminder(user=user, now=datetime(2026, 3, 17, 12, tzinfo=UTC))

    assert tick_through(east, days=1) == [(date(2026, 3, 18), datetime(2026, 3, 18, 7, 30, tzinfo=UTC))]
    assert tick_through(west, days=1)[-1] == (date(2026, 3, 18), datetime(2026, 3, 19, 3, 30, tzinfo=UTC))


def test_tick_after_a_move_to_the_west_gives_a_date_that_comes_twice_one_row() -> None:
    user = make_user(zone="Pacific/Kiritimati")
    make_reminder(user=user, now=datetime(2026, 3, 16, 12, tzinfo=UTC))
    tick_through(user, days=2)
    user.zone = "Pacific/Pago_Pago"
    user.save()

    move_clock(user, now=datetime(2026, 3, 18, 7, tzinfo=UTC))
    tick_through(user, days=3)

    assert dates_of(user) == [date(2026, 3, day) for day in (17, 18, 19)]


def test_tick_at_one_minute_to_and_past_midnight_keeps_the_dates_apart() -> None:
    late, early = make_user(), make_user()
    make_reminder(user=late, now=NOW, quiet=False, local_time=time(23, 59))
    make_reminder(user=early, now=NOW, quiet=False, local_time=time(0, 1))

    tick(now=datetime(2026, 3, 19, 0, 1, tzinfo=UTC))

    assert (dates_of(late), dates_of(early)) == ([date(2026, 3, 18)], [date(2026, 3, 19)])


def test_tick_after_an_outage_leaves_what_went_by_and_goes_on_with_today() -> None:
    user = make_user()
    make_reminder(user=user, now=NOW - 9 * DAY)

    tick(now=NOW + timedelta(minutes=59))

    rows = Delivery.objects.order_by("local_date").values_list("local_date", "state")
    assert list(rows) == [(NOW.date() - 8 * DAY, State.EXPIRED), (NOW.date(), State.PENDING)]
    assert Reminder.objects.get().next_on == NOW.date() + DAY


def test_tick_meets_the_row_that_a_check_in_settled() -> None:
    user = make_user()
    make_reminder(user=user, now=NOW - DAY / 2)
    settle_notice(user, local_date=NOW.date(), now=NOW - DAY / 2)

    tick(now=NOW)

    assert [row.state for row in Delivery.objects.all()] == [State.SETTLED]
    assert Reminder.objects.get().next_on == NOW.date() + DAY


def test_tick_costs_the_same_queries_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _person in range(30):
        make_reminder(user=make_user(), now=NOW - DAY / 2)

    with django_assert_num_queries(
        13
    ):  # three savepoints and their ends; three looks for what is far off; read, insert, move on, read again
        tick(now=NOW)
