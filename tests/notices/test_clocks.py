"""A person's reminder clock: started, set, moved, stopped."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from notices.actions import announce_week, move_clock, set_reminder, start_clock, stop_reminders, tick
from notices.models import Delivery, Reminder, State
from tests.factories import NOW, make_reminder, make_user

pytestmark = pytest.mark.django_db
USUAL = {"quiet_from": time(21, 30), "quiet_to": time(8, 0)}


def test_start_clock_gives_the_usual_evening_once() -> None:
    user = make_user(zone="Europe/Vienna")
    first = start_clock(user, now=NOW - timedelta(hours=12))
    second = start_clock(user, now=NOW)

    assert first.pk == second.pk
    assert (second.local_time, second.quiet_from, second.quiet_to) == (time(20, 30), time(21, 30), time(8, 0))
    assert (second.is_on, second.next_due_at) == (True, datetime(2026, 3, 18, 19, 30, tzinfo=UTC))


def test_set_reminder_moves_the_next_window() -> None:
    user = make_user()
    make_reminder(user=user)

    set_reminder(user, is_on=True, local_time=time(9, 15), **USUAL, now=NOW)

    assert Reminder.objects.get().next_due_at == datetime(2026, 3, 19, 9, 15, tzinfo=UTC)


def test_set_reminder_to_a_later_time_of_the_same_date_sends_no_second_notice() -> None:
    user = make_user()
    make_reminder(user=user, now=NOW - timedelta(hours=12), local_time=time(9, 0))
    tick(now=NOW - timedelta(hours=11))

    set_reminder(user, is_on=True, local_time=time(20, 30), **USUAL, now=NOW - timedelta(hours=10))
    tick(now=NOW)

    assert Delivery.objects.count() == 1


def test_set_reminder_off_withdraws_and_on_starts_anew() -> None:
    user = make_user()
    make_reminder(user=user, now=NOW - timedelta(hours=12))
    announce_week([(user.pk, NOW.date())], now=NOW - timedelta(hours=12))
    tick(now=NOW)

    set_reminder(user, is_on=False, local_time=time(20, 30), **USUAL, now=NOW)
    on_again = set_reminder(user, is_on=True, local_time=time(20, 30), **USUAL, now=NOW)

    assert Delivery.objects.get().state == State.SETTLED
    assert (on_again.next_on, on_again.week_is_ready) == (date(2026, 3, 19), False)


def test_set_reminder_makes_the_clock_of_who_had_none() -> None:
    user = make_user()

    set_reminder(user, is_on=True, local_time=time(9, 0), quiet_from=None, quiet_to=None, now=NOW)

    assert Reminder.objects.get(user=user).next_until == datetime(2026, 3, 19, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "fields",
    [
        {"local_time": time(22, 0)},
        {"local_time": time(8, 0), "quiet_from": time(8, 0), "quiet_to": time(9, 0)},
        {"quiet_from": time(8, 0), "quiet_to": time(8, 0)},
        {"quiet_from": None},
        {"is_on": False, "week_is_ready": True},
    ],
)
def test_database_refuses_settings_that_contradict_themselves(fields: dict[str, object]) -> None:
    user = make_user()
    make_reminder(user=user)

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.filter(user=user).update(**fields)

    assert Reminder.objects.get().local_time == time(20, 30)


def test_move_clock_follows_a_change_of_zone() -> None:
    user = make_user(zone="Europe/Vienna")
    make_reminder(user=user)
    user.zone = "Asia/Kathmandu"
    user.save()

    move_clock(user, now=NOW)

    assert Reminder.objects.get().next_due_at == datetime(2026, 3, 19, 14, 45, tzinfo=UTC)


def test_stop_reminders_is_harmless_twice_and_without_a_clock() -> None:
    user: User = make_user()
    make_reminder(user=user)

    stop_reminders(user, now=NOW)
    stop_reminders(user, now=NOW)
    stop_reminders(make_user(), now=NOW)

    assert [reminder.is_on for reminder in Reminder.objects.all()] == [False]
