"""A person's reminder clock: started, set, moved with its owner, stopped."""

from datetime import datetime, time

from django.db import transaction

from accounts.models import User
from notices.actions.days import withdraw_notices
from notices.models import Reminder
from notices.windows import window_after


def start_clock(user: User, *, now: datetime) -> Reminder:
    """Give a person their reminder, once; a second call returns the one there is."""
    fresh = Reminder(user=user)
    fresh.turn_to(window_after(now, fresh.rhythm(user.zone)))
    Reminder.objects.bulk_create([fresh], ignore_conflicts=True)
    return Reminder.objects.get(user=user)


@transaction.atomic
def set_reminder(
    user: User,
    *,
    is_on: bool,
    local_time: time,
    quiet_from: time | None,
    quiet_to: time | None,
    now: datetime,
) -> Reminder:
    """Set when a person is reminded, and whether; the next window is the first that opens after now."""
    start_clock(user, now=now)
    reminder = Reminder.objects.select_for_update().get(user=user)
    reminder.local_time, reminder.quiet_from, reminder.quiet_to = local_time, quiet_from, quiet_to
    reminder.is_on = is_on
    reminder.turn_to(window_after(now, reminder.rhythm(user.zone)))
    reminder.week_is_ready &= is_on
    reminder.has_heads_up &= is_on
    reminder.save()
    if not is_on:
        withdraw_notices([user.pk], now=now)
    return reminder


@transaction.atomic
def move_clock(user: User, *, now: datetime) -> None:
    """Follow a person into their new zone; a date that had its notice gets no second one."""
    for reminder in Reminder.objects.select_for_update().filter(user=user):
        reminder.turn_to(window_after(now, reminder.rhythm(user.zone)))
        reminder.save(update_fields=["next_on", "next_due_at", "next_until"])


@transaction.atomic
def stop_reminders(user: User, *, now: datetime) -> None:
    """Send this person no notices from now on, also none that waits; harmless when pressed twice."""
    withdraw_notices([user.pk], now=now)
    Reminder.objects.filter(user=user).update(is_on=False)
