"""The weekly readings of a chunk: which are due, and what they say."""

from datetime import date
from typing import TypeVar

import numpy as np

from kit.binary import in_binary
from kit.weeks import WEEK
from trajectory.engine.intervals import jeffreys
from trajectory.models import WeeklyReading
from trajectory.records import ReadingRecord
from trajectory.weekly.chunks import Chunk, block_start, columns_of
from trajectory.weekly.counts import days_of_people, topic_maps
from trajectory.weekly.deeds import Deeds, read_own_promises
from trajectory.weekly.hashing import Hashes, moments_of, promise_counts
from trajectory.weekly.record import Steps, declared, diary_of, figures, read_week, replayed
from trajectory.weekly.writing import Fresh, Stored, WrittenRow

Found = TypeVar("Found")
ByWeek = dict[date, dict[int, Found]]


def fresh_readings(chunk: Chunk) -> Fresh:
    """Return the readings that are lacking or whose input changed, oldest week first."""
    promises = read_own_promises(chunk.ids, now=chunk.now)
    hashes, stored = Hashes(chunk, promises), _stored(chunk)
    fresh = Fresh(WeeklyReading)
    steps: ByWeek[str] = {}
    for week, rows in _due(chunk, hashes, stored):
        known = _steps_before(chunk, rows, week, hashes, stored, steps)
        records, after = _read(chunk, rows, week, known)
        _add_promises(chunk, rows, week, promises, records)
        _add_moments(chunk, rows, week, records)
        texts = after.spelled()
        steps[week] = dict(zip(rows, texts, strict=True))
        hashed, befores = hashes.of_week(rows, week), stored.get(week, {})
        for row, record, text in zip(rows, records, texts, strict=True):
            fresh.add(befores.get(row), WrittenRow(chunk.people[row].id, week, 1, record, hashed[row], text))
    return fresh


def _due(chunk: Chunk, hashes: Hashes, stored: ByWeek[Stored]) -> list[tuple[date, list[int]]]:
    """Return who is to compute in each week: looked at, not long after the last answer, lacking or changed."""
    looked_at: dict[date, list[int]] = {}
    for row, weeks in enumerate(chunk.weeks):
        for week in weeks:
            looked_at.setdefault(week, []).append(row)
    due = []
    for week, rows in sorted(looked_at.items()):
        answered, before = chunk.lately("answered", week), stored.get(week, {})
        rows = [row for row in rows if answered[row]]
        hashed = hashes.of_week(rows, week)
        rows = [row for row in rows if row not in before or before[row].input_hash != hashed[row]]
        due += [(week, rows)] if rows else []
    return due


def _add_promises(chunk: Chunk, rows: list[int], week: date, promises: Deeds, records: list[ReadingRecord]) -> None:
    """Add kept and due promises of four weeks with their interval; None where nothing was due."""
    counts = np.array([promise_counts(promises, chunk.people[row].id, week) for row in rows])
    share = jeffreys(counts[:, 0], counts[:, 1])
    bounds = zip(figures(share.low), figures(share.high), strict=True)
    for record, (kept, due), (low, high) in zip(records, counts.tolist(), bounds, strict=True):
        record["promises_28"] = {"kept": kept, "due": due, "lo": low, "hi": high} if due else None


def _add_moments(chunk: Chunk, rows: list[int], week: date, records: list[ReadingRecord]) -> None:
    """Put hard moments among the setbacks, and say whether day 0 has moved since the beginning."""
    for row, record in zip(rows, records, strict=True):
        start, _index = block_start(chunk, row, week)
        begun = chunk.people[row].first_on
        record["anew"] = begun is not None and start > begun
        if chunk.people[row].id in chunk.conflicts.moments:
            record["setbacks"] = declared(record["setbacks"], moments_of(chunk, row, start, week))


def _stored(chunk: Chunk) -> ByWeek[Stored]:
    """Read the current rows of these weeks, and of the week before them."""
    row = {person.id: number for number, person in enumerate(chunk.people)}
    weeks = [week for some in chunk.weeks for week in some]
    found = WeeklyReading.objects.current().filter(author__among=chunk.ids, week__range=(min(weeks) - WEEK, max(weeks)))
    names = ("author_id", "week", "pk", "version", "input_hash", "steps")
    stored: ByWeek[Stored] = {}
    for author, week, pk, version, digest, steps in in_binary(found.values_list(*names)):
        stored.setdefault(week, {})[row[author]] = Stored(pk, version, bytes(digest), steps)
    return stored


def _steps_before(
    chunk: Chunk, rows: list[int], week: date, hashes: Hashes, stored: ByWeek[Stored], steps: ByWeek[str]
) -> dict[int, str | None]:
    """Return what the week before left, the empty text for nothing, None when it must be replayed.

    A stored row counts only if its input is what stands there now.
    """
    fresh, before = steps.get(week - WEEK, {}), stored.get(week - WEEK, {})
    young = {row for row in rows if block_start(chunk, row, week)[0] > week - WEEK * 4}
    asked = [row for row in rows if row in before and row not in fresh and row not in young]
    hashed = hashes.of_week(asked, week - WEEK)
    stands = {row: before[row].steps for row in asked if before[row].input_hash == hashed[row]}
    return {row: "" if row in young else fresh.get(row, stands.get(row)) for row in rows}


def _read(chunk: Chunk, rows: list[int], week: date, known: dict[int, str | None]) -> tuple[list[ReadingRecord], Steps]:
    """Compute one week of some people."""
    first, last, index = columns_of(chunk, rows, week)
    lost = np.array([known[row] is None for row in rows])
    texts = [known[row] or "" for row in rows]
    if lost.any():
        where, at = np.array(rows)[lost], last[lost] - WEEK.days
        again = replayed(diary_of(chunk.days, where, first[lost], at), index[lost] - 1).spelled()
        for place, text in zip(np.flatnonzero(lost).tolist(), again, strict=True):
            texts[place] = text
    where = np.array(rows)
    beside = days_of_people(chunk.days, where, last) | {"topics": topic_maps(chunk.days, where[:, None], last)}
    return read_week(diary_of(chunk.days, where, first, last), index, Steps.parse(texts), beside)
