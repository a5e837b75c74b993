"""Close weeks: for everybody whose closed week lacks its row, or whose answers changed since.

Nothing is remembered between runs but the rows themselves. Two runs at once compute the
same versions, and the unique keys let one of them stand.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache, partial
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Min

from accounts.models import User
from checkins.models import CheckIn
from couples.models import Partner
from kit.weeks import DAY, WEEK, local_today, week_of
from notices.actions import announce_week, beat, last_beat
from trajectory.models import UnclosedWeek
from trajectory.weekly.chunks import Chunk, read_chunk
from trajectory.weekly.readings import fresh_readings
from trajectory.weekly.summaries import due_pairs, fresh_summaries
from trajectory.weekly.writing import Fresh

BACK_WEEKS, HOURLY_BACK_WEEKS = 5, 2
SWEEP, SWEEP_AFTER = "weeks-sweep", timedelta(hours=23)  # so that an hourly look of the next day is late enough
CHUNK_PEOPLE = 2000
NEWS_FOR = 3 * DAY
NOT_OF_A_PERSON = (OperationalError, InterfaceError, SoftTimeLimitExceeded)


def close_weeks(*, now: datetime, back: int = BACK_WEEKS) -> int:
    """Write every weekly row that is due among the last `back` closed weeks; return how many."""
    written = sum(close_chunk(user_ids, now=now, back=back) for user_ids in chunks_of_people())
    note_sweep(back, now=now)
    return written


def weeks_to_look_at(*, now: datetime) -> int:
    """Return how many closed weeks an hourly look takes: the newest and the one before, and once a day all that can change.

    A last sweep in what is still to come was noted under a clock that was ahead.
    """
    swept_at = last_beat(SWEEP)
    is_fresh = swept_at and timedelta(0) <= now - swept_at < SWEEP_AFTER
    return HOURLY_BACK_WEEKS if is_fresh else weeks_to_sweep(now=now)


def weeks_to_sweep(*, now: datetime) -> int:
    """Return how many closed weeks can lack a row: `BACK_WEEKS`, and those since they were last looked at."""
    swept_at = last_beat(SWEEP)
    first_on = CheckIn.objects.aggregate(first=Min("local_date"))["first"] if swept_at is None else None
    since = week_of(swept_at.date() if swept_at else first_on or now.date())
    return BACK_WEEKS + max((week_of(now.date()) - since) // WEEK, 0)


def note_sweep(back: int, *, now: datetime) -> None:
    """Note that weeks were looked at as far back as they can change; less is no sweep."""
    if back >= BACK_WEEKS:
        beat(SWEEP, now=now)


def chunks_of_people(size: int = CHUNK_PEOPLE) -> Iterator[list[UUID]]:
    """Yield everybody's ids in chunks; two partners are never parted."""
    together = list(Partner.objects.live().order_by("couple_id", "user_id").values_list("user_id", flat=True))
    paired = set(together)
    alone = User.objects.order_by("pk").values_list("pk", flat=True)
    together += [pk for pk in alone.iterator() if pk not in paired]
    size += size % 2
    for start in range(0, len(together), size):
        yield together[start : start + size]


def close_chunk(user_ids: Sequence[UUID], *, now: datetime, back: int = BACK_WEEKS) -> int:
    """Close the weeks of these people; return how many rows were written.

    What fails is halved until the one who cannot be closed stands alone, is recorded, and
    the rest is done. A lost database or a time limit is nobody's fault and is raised.
    """
    try:
        with collector_at_rest():
            return _close(user_ids, now, back)
    except NOT_OF_A_PERSON:
        raise
    except Exception as problem:
        households = _households(user_ids)
        if len(households) < 2:
            _record_problem(households[0], problem, now)
            return 0
        middle = len(households) // 2
        halves = (households[:middle], households[middle:])
        return sum(close_chunk([pk for home in half for pk in home], now=now, back=back) for half in halves)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the garbage collector rest: a chunk makes many records and no cycles, and is soon over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _close(user_ids: Sequence[UUID], now: datetime, back: int) -> int:
    """Read and compute without holding a lock, then write rows and notices at once."""
    chunk = read_chunk(user_ids, now=now, back=back)
    if chunk is None:
        return 0
    readings, summaries = compute_chunk(chunk)
    write_chunk(chunk, readings, summaries)
    return len(readings.rows) + len(summaries.rows)


def compute_chunk(chunk: Chunk) -> tuple[Fresh, Fresh]:
    """Return the readings and the summaries that are lacking or whose input changed."""
    return fresh_readings(chunk), fresh_summaries(chunk)


def write_chunk(chunk: Chunk, readings: Fresh, summaries: Fresh) -> None:
    """Write new versions and tell whose newest week is ready, in one transaction."""
    if readings.rows or summaries.rows:
        with transaction.atomic():
            readings.write(now=chunk.now)
            summaries.write(now=chunk.now)
            announce_week(_news(chunk, readings, summaries), now=chunk.now)
    UnclosedWeek.objects.filter(owner_id__among=chunk.ids).delete()


def _news(chunk: Chunk, readings: Fresh, summaries: Fresh) -> list[tuple[UUID, date]]:
    """Return who has a new week to read that closed in the last days, with their date today.

    Two are told of the week of both; one hears of their own where nothing of both is due.
    """
    weeks = {week for some in chunk.weeks for week in some} | {week for pair in chunk.pairs for week in pair.weeks}
    new = {week for week in weeks if chunk.now.date() - (week + WEEK) <= NEWS_FOR}
    members = {pair.couple: (chunk.people[pair.first].id, chunk.people[pair.second].id) for pair in chunk.pairs}
    of_two = {(pk, week) for week, pairs in due_pairs(chunk) for pair in pairs for pk in members[pair.couple]}
    alone = (row for row in readings.rows if (row.owner, row.week) not in of_two)
    told = {row.owner for row in alone if row.version == 1 and row.week in new}
    told |= {pk for row in summaries.rows if row.version == 1 and row.week in new for pk in members[row.owner]}
    date_in = cache(partial(local_today, chunk.now))
    return [(person.id, date_in(person.zone)) for person in chunk.people if person.id in told]


def _households(user_ids: Sequence[UUID]) -> list[list[UUID]]:
    """Group ids by couple; a person alone is a group of one."""
    couples = dict(Partner.objects.live().filter(user__among=user_ids).values_list("user_id", "couple_id"))
    homes: dict[UUID, list[UUID]] = {}
    for pk in user_ids:
        homes.setdefault(couples.get(pk, pk), []).append(pk)
    return list(homes.values())


def _record_problem(user_ids: Sequence[UUID], problem: Exception, now: datetime) -> None:
    """Keep id, week and kind of exception for staff; nothing of what was read."""
    week = week_of(now.date()) - WEEK
    for pk in user_ids:
        UnclosedWeek.objects.update_or_create(
            owner_id=pk, week=week, defaults={"problem": type(problem).__name__, "happened_at": now}
        )
