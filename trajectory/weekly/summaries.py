"""The weekly summaries of a chunk: made of opened rows alone, for couples open to both."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import numpy as np

from kit.binary import in_binary
from kit.weeks import SUNDAY, week_of
from trajectory.models import WeeklySummary
from trajectory.records import SummaryRecord, WordsTold, joined
from trajectory.weekly.chunks import Chunk, Pair, block_of
from trajectory.weekly.counts import days_of_both, topic_maps
from trajectory.weekly.deeds import Beside, read_deeds
from trajectory.weekly.estimates import with_estimates
from trajectory.weekly.hashing import Hashing
from trajectory.weekly.record import Record
from trajectory.weekly.words_about import states, told, turned_on
from trajectory.weekly.writing import Fresh, Stored, WrittenRow

OFF = [False, False]
Due = tuple[Pair, Stored | None, bytes, Beside, list[bool]]  # a couple, its row, its hash, what stands beside, words on


def fresh_summaries(chunk: Chunk) -> Fresh:
    """Return the summaries that are lacking or whose input changed."""
    fresh = Fresh(WeeklySummary)
    due = due_pairs(chunk)
    if not due:
        return fresh
    stored = _stored(chunk, [week for week, _pairs in due])
    deeds = read_deeds(
        chunk.couples, chunk.conflicts, elder=chunk.elder_couples, before=chunk.days.from_on, now=chunk.now
    )
    switches = turned_on(chunk.ids)
    for week, pairs in due:
        of_week: list[Due] = []
        hashed = Hashing(chunk, chunk.shared.answers, week)
        opened, befores = chunk.days_until("opened", week), stored.get(week, {})
        for pair in pairs:
            on = [_is_on(chunk, row, pair, week, switches) for row in (pair.first, pair.second)] if switches else OFF
            beside = deeds.beside(pair.couple, week, shared_days=opened[pair.first] + opened[pair.second])
            both, start = (pair.first, pair.second), _day_0(chunk, pair, week)
            digest = hashed.of(both, pair.opened_on, start, f"({on}, {beside.spelled})")
            before = befores.get(pair.couple)
            if before is None or before.input_hash != digest:
                of_week.append((pair, before, digest, beside, on))
        _add(chunk, fresh, week, of_week)
    return fresh


def _add(chunk: Chunk, fresh: Fresh, week: date, of_week: list[Due]) -> None:
    """Compute one week of some couples and add its new versions."""
    if not of_week:
        return
    records = _read(chunk, [pair for pair, *_rest in of_week], week)
    words = _words(chunk, [(pair, on) for pair, *_rest, on in of_week], week)
    beside = with_estimates([beside for *_rest, beside, _on in of_week])
    for record, said, counted, (pair, before, digest, *_rest) in zip(records, words, beside, of_week, strict=True):
        fresh.add(
            before,
            WrittenRow(pair.couple, week, 1, joined(SummaryRecord, record, counted, {"words": said}), digest),
        )


def _is_on(chunk: Chunk, row: int, pair: Pair, week: date, switches: Mapping[UUID, datetime]) -> bool:
    """Say whether words about this person were turned on when the week closed."""
    since = switches.get(chunk.people[row].id)
    return since is not None and since <= pair.days.ends_at(week + SUNDAY)


def _words(chunk: Chunk, pairs: list[tuple[Pair, list[bool]]], week: date) -> list[WordsTold]:
    """Return what each couple may be told about its people, all states of the week in one batch."""
    last = chunk.days.column(week + SUNDAY)
    rows, first = [], []
    for pair, on in pairs:
        for row, is_on in zip((pair.first, pair.second), on, strict=True):
            if is_on:
                rows.append(row)
                first.append(max(chunk.days.column(_day_0(chunk, pair, week)), 0))
    found = dict(zip(rows, states(chunk.shared, rows, first, last), strict=True))
    return [
        told(
            (chunk.people[pair.first].id, chunk.people[pair.second].id), (found.get(pair.first), found.get(pair.second))
        )
        for pair, _on in pairs
    ]


def _day_0(chunk: Chunk, pair: Pair, week: date) -> date:
    """Return where the half-year of a week begins, counted from the week in which both had opened."""
    breaches = chunk.conflicts.breaches
    marked = tuple(breaches.get(chunk.people[pair.first].id, ())) if breaches else ()
    return block_of(week_of(pair.opened_on), marked, week)[0]


def due_pairs(chunk: Chunk) -> list[tuple[date, list[Pair]]]:
    """Return the couples to look at in each week: those in whose last four weeks something may be read."""
    by_week: dict[date, list[Pair]] = {}
    for pair in chunk.pairs:
        for week in pair.weeks:
            by_week.setdefault(week, []).append(pair)
    due = []
    for week, pairs in sorted(by_week.items()):
        readable = chunk.lately("readable", week)
        pairs = [pair for pair in pairs if readable[pair.first] or readable[pair.second]]
        due += [(week, pairs)] if pairs else []
    return due


def _stored(chunk: Chunk, weeks: list[date]) -> dict[date, dict[UUID, Stored]]:
    found = WeeklySummary.objects.current().filter(couple__among=chunk.couples, week__range=(min(weeks), max(weeks)))
    names = ("couple_id", "week", "pk", "version", "input_hash")
    stored: dict[date, dict[UUID, Stored]] = {}
    for couple, week, pk, version, digest in in_binary(found.values_list(*names)):
        stored.setdefault(week, {})[couple] = Stored(pk, version, bytes(digest))
    return stored


def _read(chunk: Chunk, pairs: list[Pair], week: date) -> list[Record]:
    """Compute one week of some couples."""
    rows = np.array([(pair.first, pair.second) for pair in pairs], np.int64).reshape(-1, 2)
    last = np.full(len(pairs), chunk.days.column(week + SUNDAY), np.int64)
    columns = days_of_both(chunk.shared, rows, last)
    columns["topics"] = topic_maps(chunk.shared, rows, last)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
