"""The tick: writes the day's notice of everybody whose time has come, and moves their clocks on."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from notices.models import Delivery, Kind, Reminder, State
from notices.windows import Rhythm, window_following

BATCH = 2000
NO_LIMIT = 10**9


def tick(*, now: datetime, limit: int = NO_LIMIT) -> int:
    """Write what is due and move clocks on, in batches of one transaction; return how many clocks moved.

    Two ticks at once share the clocks; whatever they share twice meets the unique key.
    """
    moved = 0
    while moved < limit and (count := _tick_batch(now, min(BATCH, limit - moved))):
        moved += count
    return moved


@transaction.atomic
def _tick_batch(now: datetime, size: int) -> int:
    locked = Reminder.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    due = list(locked.annotate(zone=F("user__zone"))[:size])
    Delivery.objects.bulk_create([_notice(reminder, now) for reminder in due], ignore_conflicts=True)
    _hand_over_news([r for r in due if r.next_until > now and (r.week_is_ready or r.has_heads_up)])
    _move_on(due, now)
    return len(due)


def _notice(reminder: Reminder, now: datetime) -> Delivery:
    """Return the day's row; one whose window went by in an outage is written as such and never mailed."""
    is_over = reminder.next_until <= now
    return Delivery(
        kind=Kind.NOTICE,
        user_id=reminder.user_id,
        local_date=reminder.next_on,
        asks_check_in=True,
        week_is_ready=reminder.week_is_ready and not is_over,
        has_heads_up=reminder.has_heads_up and not is_over,
        state=State.EXPIRED if is_over else State.PENDING,
        created_at=now,
        due_at=reminder.next_due_at,
        not_after=reminder.next_until,
        finished_at=now if is_over else None,
    )


def _hand_over_news(reminders: list[Reminder]) -> None:
    """Let the day's unsent rows take along what waits to be said, also rows that a check-in settled.

    Where the day's notice went already, it waits for the next day's.
    """
    for ((on, opens_at, closes_at), news), people in _grouped(reminders).items():
        said = dict.fromkeys(news, True)
        states = (State.PENDING, State.SETTLED)
        unsent = Delivery.objects.notices().of(people).filter(local_date=on, state__in=states)
        told = list(unsent.select_for_update().values_list("user_id", flat=True))
        unsent.exclude(**said).update(
            state=State.PENDING, finished_at=None, due_at=opens_at, not_after=closes_at, **said
        )
        Reminder.objects.filter(user__in=told).update(week_is_ready=False, has_heads_up=False)


def _grouped(reminders: list[Reminder]) -> dict[tuple, list[UUID]]:
    groups = defaultdict(list)
    for r in reminders:
        news = tuple(name for name in ("week_is_ready", "has_heads_up") if getattr(r, name))
        groups[(r.next_on, r.next_due_at, r.next_until), news].append(r.user_id)
    return groups


def _move_on(reminders: list[Reminder], now: datetime) -> None:
    """Set the next windows, one statement for all who share zone, time and quiet hours."""
    groups: dict[tuple[Rhythm, object], list[UUID]] = defaultdict(list)
    for reminder in reminders:
        groups[reminder.rhythm(reminder.zone), reminder.next_on].append(reminder.pk)
    for (rhythm, on), ids in groups.items():
        window = window_following(on, rhythm, now=now)
        Reminder.objects.filter(pk__in=ids).update(
            next_on=window.on, next_due_at=window.opens_at, next_until=window.closes_at
        )
