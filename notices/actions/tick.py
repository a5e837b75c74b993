"""The tick: writes the day's notice of everybody whose time has come, and moves their clocks on."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BinaryField, Case, F, Func, Q, UUIDField, Value, When

from notices.actions.clock_ahead import return_to_the_plan
from notices.models import Delivery, Kind, Reminder, State
from notices.windows import Rhythm, window_following

BATCH = 2000
NO_LIMIT = 10**9
Times = tuple[date, datetime, datetime]  # of a window: its date, when it opens, when it closes


class RandomId(Func):
    """A fresh UUIDv4, made by the database."""

    output_field = UUIDField()
    template = "gen_random_uuid()"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[()]]:
        """Return the id as SQLite keeps it: 32 digits, with version and variant in their places."""
        digits = "lower(hex(randomblob(16)))"
        parts = f"substr({digits}, 1, 12) || '4' || substr({digits}, 1, 3) || '8' || substr({digits}, 1, 15)"
        return f"({parts})", ()


def tick(*, now: datetime, limit: int = NO_LIMIT) -> int:
    """Write what is due and move clocks on, in batches of one transaction; return how many clocks moved.

    Two ticks at once share the clocks; whatever they share twice meets the unique key.
    """
    return_to_the_plan(now=now)
    moved = 0
    while moved < limit and (count := _tick_batch(now, min(BATCH, limit - moved))):
        moved += count
    return moved


@transaction.atomic
def _tick_batch(now: datetime, size: int) -> int:
    locked = Reminder.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    due = list(locked.with_zone()[:size])
    if not due:
        return 0
    _write_notices([reminder.pk for reminder in due], now)
    _hand_over_news([r for r in due if r.next_until > now and (r.week_is_ready or r.has_heads_up)])
    _move_on(due, now)
    return len(due)


def _write_notices(reminders: list[UUID], now: datetime) -> None:
    """Write the day's rows of these clocks in one statement, which leaves rows that are there.

    A window that went by in an outage is written as expired and never mailed. A statement
    by hand, because rows made one by one as objects cost ten times as much.
    """
    is_over = Q(next_until__lte=now)
    columns = {
        "id": RandomId(),
        "kind": Value(Kind.NOTICE.value),
        "user_id": F("user_id"),
        "local_date": F("next_on"),
        "asks_check_in": Value(True),
        "week_is_ready": F("week_is_ready"),
        "has_heads_up": F("has_heads_up"),
        "address": Value(b"", BinaryField()),
        "letter": Value(b"", BinaryField()),
        "state": Case(When(is_over, then=Value(State.EXPIRED.value)), default=Value(State.PENDING.value)),
        "created_at": Value(now),
        "due_at": F("next_due_at"),
        "not_after": F("next_until"),
        "attempts": Value(0),
        "finished_at": Case(When(is_over, then=Value(now)), default=None),
    }
    rows = Reminder.objects.filter(pk__in=reminders).order_by().annotate(**{f"new_{c}": columns[c] for c in columns})
    sql, values = rows.values_list(*(f"new_{column}" for column in columns)).query.sql_with_params()
    table = Delivery._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) {sql} ON CONFLICT DO NOTHING", values)


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


def _grouped(reminders: list[Reminder]) -> dict[tuple[Times, tuple[str, ...]], list[UUID]]:
    groups: dict[tuple[Times, tuple[str, ...]], list[UUID]] = defaultdict(list)
    for r in reminders:
        news = tuple(name for name in ("week_is_ready", "has_heads_up") if getattr(r, name))
        groups[(r.next_on, r.next_due_at, r.next_until), news].append(r.user_id)
    return groups


def _move_on(reminders: list[Reminder], now: datetime) -> None:
    """Set the next windows, one statement for all who share zone, time and quiet hours."""
    groups: dict[tuple[Rhythm, date], list[UUID]] = defaultdict(list)
    for reminder in reminders:
        groups[reminder.rhythm(reminder.zone), reminder.next_on].append(reminder.pk)
    for (rhythm, on), ids in groups.items():
        window = window_following(on, rhythm, now=now)
        Reminder.objects.filter(pk__in=ids).update(
            next_on=window.on, next_due_at=window.opens_at, next_until=window.closes_at
        )
