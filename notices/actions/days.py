"""What a person's one notice of the day is for: asked, answered, added to, withdrawn.

The unique key (person, local date) decides every race. Whoever holds several people locks
their reminders first, in one order; the tick steps over locked ones.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from accounts.models import User
from kit.prepared import PreparedInsert
from notices.models import OPEN_STATES, Delivery, DeliveryQuerySet, Kind, Reminder, State

NOTHING_ASKED = {"asks_check_in": False, "week_is_ready": False, "has_heads_up": False}


store_notice = PreparedInsert(Delivery, ignore_conflicts=True)


@transaction.atomic(savepoint=False)
def settle_notice(user: User, *, local_date: date, now: datetime) -> None:
    """Ask nothing more of this date, in the transaction that answered it.

    Before the tick it leaves a settled row that the tick's insert meets; after it, the row
    that waits loses its question, and goes only if something is ready to read.
    """
    if not store_notice(settled_notice(user, local_date=local_date, now=now)):
        take_question_off(user, local_date=local_date, now=now)


def settled_notice(user: User, *, local_date: date, now: datetime) -> Delivery:
    """Return the row that the tick's insert is to meet; whoever stores it with other rows does as `settle_notice`."""
    return Delivery(
        kind=Kind.NOTICE,
        user=user,
        local_date=local_date,
        state=State.SETTLED,
        created_at=now,
        due_at=now,
        not_after=now,
        finished_at=now,
    )


def take_question_off(user: User, *, local_date: date, now: datetime) -> None:
    """Let the row of this date, which stood there before, ask nothing more."""
    todays = Delivery.objects.notices().filter(user=user, local_date=local_date, asks_check_in=True)
    todays.update(asks_check_in=False, **_settled_where(Q(week_is_ready=False, has_heads_up=False), now))


@transaction.atomic
def withdraw_notices(users: Iterable[UUID], *, now: datetime) -> None:
    """Let nothing that waits for these people go, for whatever reason: they left, paused or stopped."""
    people = list(users)
    reminders = list(Reminder.objects.of(people).select_for_update().values_list("pk", flat=True))
    Reminder.objects.filter(pk__in=reminders).update(week_is_ready=False, has_heads_up=False)
    waiting = Delivery.objects.notices().filter(user__in=people, state__in=OPEN_STATES)
    waiting.update(**NOTHING_ASKED, **_settled_where(Q(), now))


def _settled_where(nothing_left: Q, now: datetime) -> dict[str, Case]:
    """Return the columns that settle a waiting row; one that is being sent is left to its relay."""
    done = nothing_left & Q(state=State.PENDING)
    return {
        "state": Case(When(done, then=Value(State.SETTLED)), default=F("state")),
        "finished_at": Case(When(done, then=Value(now)), default=F("finished_at")),
    }


def announce_week(users_and_dates: Iterable[tuple[UUID, date]], *, now: datetime) -> None:
    """Fold "something is ready to read" into the one notice of these people's day: a new week."""
    _announce("week_is_ready", dict(users_and_dates), now)


def announce_heads_up(users_and_dates: Iterable[tuple[UUID, date]], *, now: datetime) -> None:
    """Fold "something is ready to read" into the one notice of these people's day: a date ahead."""
    _announce("has_heads_up", dict(users_and_dates), now)


@transaction.atomic
def _announce(news: str, dates: dict[UUID, date], now: datetime) -> None:
    """Add news to a day's notice whose window is open, else leave it for the next notice to take along."""
    reminders = Reminder.objects.on().of(dates).select_for_update()
    people = list(reminders.values_list("user_id", flat=True))
    todays = [
        row
        for row in _open_notices(people, now).select_for_update()
        if row.user_id and dates[row.user_id] == row.local_date
    ]
    Delivery.objects.filter(pk__in=[row.pk for row in todays]).update(
        state=State.PENDING, finished_at=None, **{news: True}
    )
    told = {row.user_id for row in todays}
    Reminder.objects.filter(user__among=[user for user in people if user not in told]).update(**{news: True})


def _open_notices(people: list[UUID], now: datetime) -> DeliveryQuerySet:
    """Return notices inside their window that wait, or that a check-in settled before they were sent."""
    unsent = Delivery.objects.notices().filter(state__in=(State.PENDING, State.SETTLED), not_after__gt=now)
    return unsent.of(people).only("user_id", "local_date")
