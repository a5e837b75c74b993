"""The discreet heads-up before a hard date: a neutral line in the other's one notice of the day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from couples.models import Partner
from kit.weeks import DAY, local_today
from notices.actions import announce_heads_up
from repair.models import HardDate

AHEAD_OF_UTC, BEHIND_UTC = timedelta(hours=14), timedelta(hours=12)
DATES_AT_ONCE, MOST_MOVED = 500, 5000


def send_heads_ups(*, now: datetime) -> int:
    """Announce what is due for the other's local date, once for each time a date comes; return how many.

    While either of the two has paused, or the space is not open to both, it waits; once the date has
    gone by it is left out. Two runs at once share the rows.
    """
    told = 0
    after = None
    _move_on(now)
    while rows := _batch(now, after):
        told += _tell(rows, now)
        after = rows[-1]
    return told


@transaction.atomic
def _move_on(now: datetime) -> None:
    """Turn yearly dates that have gone by in every zone to their next time."""
    today = (now - BEHIND_UTC).date()
    gone = HardDate.objects.gone_by(today).select_for_update(skip_locked=True, of=("self",))
    rows = list(gone.only("falls_on", "yearly", "notice_days", "comes_on", "near_from")[:MOST_MOVED])
    for row in rows:
        row.turn_to(today)
    HardDate.objects.bulk_update(rows, ["comes_on", "near_from"], batch_size=DATES_AT_ONCE)


def _batch(now: datetime, after: UUID | None) -> list[UUID]:
    due = HardDate.objects.to_tell((now + AHEAD_OF_UTC).date()).order_by("pk")
    further = due.filter(pk__gt=after) if after else due
    return list(further.values_list("pk", flat=True)[:DATES_AT_ONCE])


@transaction.atomic
def _tell(ids: list[UUID], now: datetime) -> int:
    locked = HardDate.objects.filter(pk__in=ids, heads_up_on__isnull=False)
    rows = list(locked.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
    others = _others([row.couple_id for row in rows if row.couple_id], now)
    due = [(row, reader, on) for row in rows for reader, on in _due(row, others)]
    fresh = [reader for _row, reader, on in due if on >= reader[1]]
    announce_heads_up(set(fresh), now=now)
    for row, _told, on in due:
        coming = row.next_on(on + DAY)
        row.heads_up_on = row.noticed_on(coming) if coming else None
    HardDate.objects.bulk_update([row for row, *_rest in due], ["heads_up_on"], batch_size=DATES_AT_ONCE)
    return len(fresh)


def _due(row: HardDate, others: dict[UUID, dict[UUID, date]]) -> Iterator[tuple[tuple[UUID, date], date]]:
    """Yield who is told by now, with their local date, and the date that it is about; nothing if nobody is."""
    reader = _reader(others, row)
    if reader and row.heads_up_on and row.heads_up_on <= reader[1]:
        yield reader, row.heads_up_on + timedelta(days=row.notice_days)


def _others(couples: list[UUID], now: datetime) -> dict[UUID, dict[UUID, date]]:
    """Return the local dates of both people by couple, of couples that are open to both; a pause is not felt."""
    partners = Partner.objects.live().filter(couple__in=couples, opened_at__isnull=False)
    found: dict[UUID, dict[UUID, date]] = {}
    for partner in partners.select_related("user"):
        found.setdefault(partner.couple_id, {})[partner.user_id] = local_today(now, partner.user.zone)
    return {couple: people for couple, people in found.items() if len(people) == 2}


def _reader(others: dict[UUID, dict[UUID, date]], row: HardDate) -> tuple[UUID, date] | None:
    """Return who is told, with their local date."""
    people = others.get(row.couple_id, {}) if row.couple_id else {}
    return next(((user, today) for user, today in people.items() if user != row.author_id), None)
