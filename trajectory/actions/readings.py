"""The weekly readings of a chunk: which are due, and what they say."""

from datetime import date

import numpy as np

from trajectory.actions.chunks import Chunk, block_start, columns_of
from trajectory.actions.hashing import Hashes, Key, moments_of, promise_counts
from trajectory.actions.writing import Fresh, Row, Stored
from trajectory.counts import days_of_people, topic_maps
from trajectory.engine.intervals import jeffreys
from trajectory.evidence import Evidence, read_own_promises
from trajectory.models import WeeklyReading
from trajectory.record import Record, Steps, declared, diary_of, figures, read_week, replayed
from trustrebuild.weeks import WEEK


def fresh_readings(chunk: Chunk) -> Fresh:
    """Return the readings that are lacking or whose input changed, oldest week first."""
    promises = read_own_promises(chunk.ids, now=chunk.now)
    hashes, stored = Hashes(chunk, promises), _stored(chunk)
    fresh, steps = Fresh(WeeklyReading), {}
    due = _due(chunk, hashes, stored)
    by_week: dict[date, list[int]] = {}
    for row, week in due:
        by_week.setdefault(week, []).append(row)
    for week, rows in sorted(by_week.items()):
        known = {row: _steps_before(chunk, (row, week), hashes, stored, steps) for row in rows}
        records, after = _read(chunk, rows, week, known)
        _add_promises(chunk, rows, week, promises, records)
        _add_moments(chunk, rows, week, records)
        whole = chunk.all_shared(week)
        for row, record, text in zip(rows, records, after.spelled(), strict=True):
            steps[row, week] = text
            before, person = stored.get((row, week)), chunk.people[row]
            couple = (before.couple if before else person.shares_with) if whole[row] else None
            fresh.add(before, Row(person.id, couple, week, 1, record, hashes[row, week], text))
    return fresh


def _differs(stored: Stored | None, input_hash: bytes) -> bool:
    return stored is None or stored.input_hash != input_hash


def _due(chunk: Chunk, hashes: Hashes, stored: dict[Key, Stored]) -> list[Key]:
    """Return the weeks to compute: looked at, not long after the last answer, lacking or changed."""
    answered = {week: chunk.lately("answered", week) for week in {week for some in chunk.weeks for week in some}}
    return [
        (row, week)
        for row, weeks in enumerate(chunk.weeks)
        for week in weeks
        if answered[week][row] and _differs(stored.get((row, week)), hashes[row, week])
    ]


def _add_promises(chunk: Chunk, rows: list[int], week: date, promises: Evidence, records: list[Record]) -> None:
    """Add kept and due promises of four weeks with their interval; None where nothing was due."""
    counts = np.array([promise_counts(promises, chunk.people[row].id, week) for row in rows])
    share = jeffreys(counts[:, 0], counts[:, 1])
    bounds = zip(figures(share.low), figures(share.high), strict=True)
    for record, (kept, due), (low, high) in zip(records, counts.tolist(), bounds, strict=True):
        record["promises_28"] = {"kept": kept, "due": due, "lo": low, "hi": high} if due else None


def _add_moments(chunk: Chunk, rows: list[int], week: date, records: list[Record]) -> None:
    """Put hard moments among the setbacks, and say whether day 0 has moved since the beginning."""
    for row, record in zip(rows, records, strict=True):
        start, _index = block_start(chunk, row, week)
        record["anew"] = start > chunk.people[row].first_on
        if chunk.people[row].id in chunk.room.moments:
            record["setbacks"] = declared(record["setbacks"], moments_of(chunk, row, start, week))


def _stored(chunk: Chunk) -> dict[Key, Stored]:
    """Read the current rows of these weeks, and of the week before them."""
    row = {person.id: number for number, person in enumerate(chunk.people)}
    weeks = [week for some in chunk.weeks for week in some]
    found = WeeklyReading.objects.current().filter(author__among=chunk.ids, week__range=(min(weeks) - WEEK, max(weeks)))
    names = ("author_id", "week", "pk", "version", "input_hash", "steps", "couple_id")
    return {
        (row[author], week): Stored(pk, version, bytes(digest), *rest)
        for author, week, pk, version, digest, *rest in found.values_list(*names)
    }


def _steps_before(
    chunk: Chunk, key: Key, hashes: Hashes, stored: dict[Key, Stored], steps: dict[Key, str]
) -> str | None:
    """Return what the week before left, the empty text for nothing, None when it must be replayed.

    A stored row counts only if its input is what stands there now.
    """
    row, week = key
    start, _index = block_start(chunk, row, week)
    before = (row, week - WEEK)
    if start > week - WEEK * 4:
        return ""
    if before in steps:
        return steps[before]
    last = stored.get(before)
    return last.steps if last and last.input_hash == hashes[before] else None


def _read(chunk: Chunk, rows: list[int], week: date, known: dict[int, str | None]) -> tuple[list[Record], Steps]:
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
    records, after = read_week(diary_of(chunk.days, where, first, last), index, Steps.parse(texts))
    counted = days_of_people(chunk.days, where, last)
    topics = topic_maps(chunk.days, where[:, None], last)
    for number, record in enumerate(records):
        record |= {name: column[number] for name, column in counted.items()}
        record["topics"] = topics[number]
    return records, after
