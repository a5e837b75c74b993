"""The weekly summaries of a chunk: made of opened rows alone, for couples open to both."""

from datetime import date

import numpy as np

from trajectory.actions.chunks import BLOCK, BLOCK_WEEKS, SUNDAY, Chunk, Pair
from trajectory.actions.readings import input_hash
from trajectory.actions.writing import Fresh, Row, Stored
from trajectory.counts import days_of_both, topic_maps
from trajectory.evidence import EVIDENCE, Evidence, read_evidence
from trajectory.models import WeeklySummary
from trajectory.record import Record
from trajectory.rows import OPENED
from trajectory.shared_words import states, told, turned_on
from trustrebuild.weeks import closes_at, week_of


def fresh_summaries(chunk: Chunk) -> Fresh:
    """Return the summaries that are lacking or whose input changed."""
    fresh = Fresh(WeeklySummary)
    due = [(pair, week) for pair in chunk.pairs for week in pair.weeks if _has_days(chunk, pair, week)]
    if not due:
        return fresh
    stored = _stored(chunk, [week for _pair, week in due])
    evidence = read_evidence([pair.couple for pair in chunk.pairs], before=chunk.days.from_on, now=chunk.now)
    switches = turned_on([person.id for person in chunk.people])
    for week in sorted({week for _pair, week in due}):
        of_week = []
        for pair in (pair for pair, other in due if other == week):
            on = [_is_on(chunk, row, pair, week, switches) for row in (pair.first, pair.second)]
            beside = _beside(chunk, pair, week, evidence)
            rows = [pair.first, pair.second]
            digest = input_hash(chunk, chunk.shared.answers, rows, week, pair.opened_on, on, *sorted(beside.items()))
            before = stored.get((pair.couple, week))
            if before is None or before.input_hash != digest:
                of_week.append((pair, before, digest, beside, on))
        _add(chunk, fresh, week, of_week)
    return fresh


def _add(chunk: Chunk, fresh: Fresh, week: date, of_week: list[tuple]) -> None:
    """Compute one week of some couples and add its new versions."""
    records = _read(chunk, [pair for pair, *_rest in of_week], week)
    words = _words(chunk, [(pair, on) for pair, *_rest, on in of_week], week)
    for record, said, (pair, before, digest, beside, _on) in zip(records, words, of_week, strict=True):
        whole = record | beside | {"words": said}
        fresh.add(before, Row(None, pair.couple, week, 1, whole, digest))


def _is_on(chunk: Chunk, row: int, pair: Pair, week: date, switches: dict) -> bool:
    """Say whether words about this person were turned on when the week closed."""
    since = switches.get(chunk.people[row].id)
    zones = {chunk.people[pair.first].zone, chunk.people[pair.second].zone}
    return since is not None and since <= closes_at(week, *zones)


def _words(chunk: Chunk, pairs: list[tuple[Pair, list[bool]]], week: date) -> list[Record]:
    """Return what each couple may be told about its people, all states of the week in one batch."""
    last = chunk.days.column(week + SUNDAY)
    rows, first = [], []
    for pair, on in pairs:
        for row, is_on in zip((pair.first, pair.second), on, strict=True):
            if is_on:
                rows.append(row)
                first.append(max(chunk.days.column(_day_0(pair.opened_on, week)), 0))
    found = dict(zip(rows, states(chunk.shared, rows, first, last), strict=True))
    return [
        told(
            (chunk.people[pair.first].id, chunk.people[pair.second].id), (found.get(pair.first), found.get(pair.second))
        )
        for pair, _on in pairs
    ]


def _day_0(opened_on: date, week: date) -> date:
    """Return where the half-year of a week begins, counted from the week in which both had opened."""
    first = week_of(opened_on)
    return first + (week - first).days // 7 // BLOCK_WEEKS * BLOCK


def _has_days(chunk: Chunk, pair: Pair, week: date) -> bool:
    return chunk.has_shared_days(pair.first, week) or chunk.has_shared_days(pair.second, week)


def _stored(chunk: Chunk, weeks: list[date]) -> dict[tuple, Stored]:
    found = WeeklySummary.objects.current().filter(
        couple__in=[pair.couple for pair in chunk.pairs], week__range=(min(weeks), max(weeks))
    )
    names = ("couple_id", "week", "pk", "version", "input_hash")
    return {
        (couple, week): Stored(pk, version, bytes(digest))
        for couple, week, pk, version, digest in found.values_list(*names)
    }


def _beside(chunk: Chunk, pair: Pair, week: date, evidence: Evidence) -> Record:
    """Return what the summary says beside the days: notes, promises, and the evidence file."""
    last = chunk.days.column(week + SUNDAY)
    opened = (chunk.days.answers[[pair.first, pair.second], : last + 1, -1] & OPENED) > 0
    shared = int(np.count_nonzero(opened)) + evidence.older_days.get(pair.couple, 0)
    return {
        "notes": {"positive": evidence.in_week("appreciations", pair.couple, week), "negative": 0},
        "promises": {name: evidence.in_week(name, pair.couple, week) for name in ("kept", "due")},
        "openness": evidence.in_week("openness", pair.couple, week),
        "evidence_file": {kind: evidence.until(kind, pair.couple, week) for kind in EVIDENCE}
        | {"shared_check_ins": shared},
    }


def _read(chunk: Chunk, pairs: list[Pair], week: date) -> list[Record]:
    """Compute one week of some couples."""
    rows = np.array([(pair.first, pair.second) for pair in pairs], np.int64).reshape(-1, 2)
    last = np.full(len(pairs), chunk.days.column(week + SUNDAY), np.int64)
    columns = days_of_both(chunk.shared, rows, last)
    columns["topics"] = topic_maps(chunk.shared, rows, last)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
