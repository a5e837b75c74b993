"""Acts of one person that touch rows of several apps, each in one transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.actions import change_profile
from accounts.models import User
from checkins.actions import send_held, send_written_since, share_since, withhold_unopened
from couples.access import Partnered, has_couple, standing_of
from couples.actions import spaces
from couples.models import Couple
from kit.prepared import prepared
from notices.actions import move_clock, start_clock, withdraw_notices
from notices.models import Reminder
from repair.actions.openness import share_what_was_kept
from repair.actions.repair_steps import withhold_sides


@transaction.atomic
def pause_sharing(user: User, *, now: datetime) -> None:
    """Share nothing new from now on, and take back what has not opened yet. Nobody is told.

    It settles no notice: one's reminder asks for one's own check-in, as on any day. Harmless when
    pressed twice, and for a person alone.
    """
    standing = standing_of(user)
    if not isinstance(standing, Partnered):
        return
    spaces.pause(standing.partner, now=now)
    Couple.objects.select_for_update(no_key=True).get(pk=standing.couple.pk)  # no day of the two opens meanwhile
    withhold_unopened(user, now=now)
    withhold_sides(user, now=now)


@transaction.atomic
def resume_sharing(user: User, *, share_meanwhile: bool, now: datetime) -> None:
    """Share again from now on: what was sent before the pause and held back by it arrives.

    What was written meanwhile stays the author's unless they say otherwise.
    """
    standing = standing_of(user)
    if not isinstance(standing, Partnered):
        return
    since = spaces.resume(standing.partner, now=now)
    if since is None:
        return
    send_held(user, couple=standing.couple, since=since, now=now)
    if share_meanwhile and standing.is_open:
        share_since(user, since=since, now=now)
        standing = standing_of(user)  # the other may have left before it was this person's turn
        if standing.shares_with:
            send_written_since(user, couple=standing.shares_with, since=since, now=now)
            share_what_was_kept(user, couple=standing.shares_with, since=since, now=now)


@transaction.atomic
def leave_couple(user: User, *, now: datetime) -> None:
    """End the shared space at once, for both; what waits to be sent to either is not sent.

    Harmless when pressed twice, and while the other leaves too.
    """
    standing = standing_of(user)
    if not isinstance(standing, Partnered):
        return
    spaces.leave(standing.partner, now=now)
    withdraw_notices([person.pk for person in spaces.users_of(standing.couple)], now=now)


def welcome(user: User, *, now: datetime) -> None:
    """Give a person their reminder clock at their first visit; a therapist who is in no couple writes no days."""
    if user.is_therapist and not has_couple(user):
        return
    if not Reminder.objects.filter(user=user).exists():
        start_clock(user, now=now)


@prepared
def _reminders_of(user: User) -> QuerySet[Reminder]:
    return Reminder.objects.filter(user=user)


def reminder_of(user: User) -> Reminder:
    """Return a person's reminder, or what it will be once their clock is started; writes nothing."""
    return next(iter(_reminders_of(user=user)), None) or Reminder(user=user)


@transaction.atomic
def save_profile(user: User, *, name: str, zone: str, language: str, now: datetime) -> None:
    """Set one's name, zone and language; the reminder follows into a new zone, written days stay."""
    has_moved = user.zone != zone
    if has_moved:
        spaces.keep_open(standing_of(user), now=now)
    change_profile(user, name=name, zone=zone, language=language, now=now)
    if has_moved:
        move_clock(user, now=now)
