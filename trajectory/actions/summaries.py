"""The weekly summaries of a chunk: made of opened rows alone, for couples open to both."""

from datetime import date

import numpy as np

from trajectory.actions.chunks import SUNDAY, Chunk, Pair
from trajectory.actions.readings import Fresh, Stored, any_in_last, input_hash
from trajectory.counts import days_of_both, topic_maps
from trajectory.evidence import Evidence, read_evidence
from trajectory.models import WeeklySummary
from trajectory.record import Record
from trajectory.rows import OPENED


def fresh_summaries(chunk: Chunk) -> Fresh:
    """Return the summaries that are lacking or whose input changed."""
    fresh = Fresh(WeeklySummary)
    due = [(pair, week) for pair in chunk.pairs for week in pair.weeks if _has_days(chunk, pair, week)]
    if not due:
        return fresh
    stored = _stored(chunk, [week for _pair, week in due])
    evidence = read_evidence([pair.couple for pair in chunk.pairs], before=chunk.days.from_on, now=chunk.now)
    for week in sorted({week for _pair, week in due}):
        pairs = [pair for pair, other in due if other == week]
        beside = [_beside(chunk, pair, week, evidence) for pair in pairs]
        hashes = [
            input_hash(chunk, chunk.shared.answers, [pair.first, pair.second], week, *sorted(record.items()))
            for pair, record in zip(pairs, beside, strict=True)
        ]
        changed = [
            number
            for number, pair in enumerate(pairs)
            if (before := stored.get((pair.couple, week))) is None or before.input_hash != hashes[number]
        ]
        records = _read(chunk, [pairs[number] for number in changed], week)
        for number, record in zip(changed, records, strict=True):
            fresh.add(
                stored.get((pairs[number].couple, week)),
                couple_id=pairs[number].couple,
                week=week,
                record=record | beside[number],
                input_hash=hashes[number],
                computed_at=chunk.now,
            )
    return fresh


def _has_days(chunk: Chunk, pair: Pair, week: date) -> bool:
    column = chunk.days.column(week + SUNDAY)
    return column < chunk.days.answers.shape[1] and any_in_last(chunk.shared, (pair.first, pair.second), column)


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
    """Return what the summary says beside the days: notes and the evidence file, counts that only grow."""
    last = chunk.days.column(week + SUNDAY)
    opened = (chunk.days.answers[[pair.first, pair.second], : last + 1, -1] & OPENED) > 0
    return {
        "notes": {"positive": evidence.in_week(pair.couple, week), "negative": 0},
        "evidence_file": {
            "appreciations": evidence.until(pair.couple, week),
            "shared_check_ins": int(np.count_nonzero(opened)) + evidence.older_days.get(pair.couple, 0),
        },
    }


def _read(chunk: Chunk, pairs: list[Pair], week: date) -> list[Record]:
    """Compute one week of some couples."""
    rows = np.array([(pair.first, pair.second) for pair in pairs], np.int64).reshape(-1, 2)
    last = np.full(len(pairs), chunk.days.column(week + SUNDAY), np.int64)
    columns = days_of_both(chunk.shared, rows, last)
    columns["topics"] = topic_maps(chunk.shared, rows.tolist(), last, opened=True)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
