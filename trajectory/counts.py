"""What is only counted: days with answers, days of both, topics of hard talks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trajectory.engine.constants import DECIMALS
from trajectory.engine.intervals import wilson
from trajectory.engine.topics import heat
from trajectory.rows import BUILT_IN, ESCALATED, HARD_DAY, HARD_TALK, NOTHING, OWN_TOPIC, PRESENT, RUSHED, TOPIC, Days

WEEK_DAYS, MONTH_DAYS, QUARTER_DAYS = 7, 28, 91
GOT_HEATED = 2
Ints = NDArray[np.int64]
Record = dict[str, Any]


def in_last(marks: NDArray[np.bool_], last: Ints, days: int) -> Ints:
    """Count marks of each row in the `days` columns that end with its `last` column."""
    total = np.cumsum(np.pad(marks, ((0, 0), (1, 0))), axis=1)
    row = np.arange(len(marks))
    return total[row, last + 1] - total[row, np.maximum(last + 1 - days, 0)]


def days_of_people(days: Days, rows: Ints, last: Ints) -> dict[str, list[int]]:
    """Count each person's days with answers, hard days and days felt rushed."""
    marks = {"days_in": PRESENT, "hard_days": HARD_DAY, "rushed": RUSHED}
    return {
        f"{name}_{length}": in_last(days.has(flag)[rows], last, length).tolist()
        for name, flag in marks.items()
        for length in (WEEK_DAYS, MONTH_DAYS)
    }


def days_of_both(days: Days, pairs: Ints, last: Ints) -> dict[str, list]:
    """Count the days on which both have written something the other may read."""
    readable = days.readable()
    both = readable[pairs[:, 0]] & readable[pairs[:, 1]]
    month = in_last(both, last, MONTH_DAYS)
    share = wilson(month, MONTH_DAYS)
    low, high = (np.round(bound, DECIMALS).tolist() for bound in (share.low, share.high))
    return {
        "both_in_7": in_last(both, last, WEEK_DAYS).tolist(),
        "both_in_28": month.tolist(),
        "both_in_28_ci": [list(bounds) for bounds in zip(low, high, strict=True)],
    }


def topic_maps(days: Days, groups: Sequence[Sequence[int]], last: Ints, *, opened: bool) -> list[list[Record]]:
    """Return each group's topics over a quarter, and the counts of the quarter before.

    A talk that both logged on one date and topic counts once, heated if either says so.
    Topics with fewer than three talks in both quarters are left out.
    """
    talks = _talks(days, groups, last, opened=opened)
    names = sorted({name for of_group in talks for name in of_group})
    counts = np.zeros((4, len(groups), max(len(names), 1)), np.int64)
    for number, of_group in enumerate(talks):
        for name, four in of_group.items():
            counts[:, number, names.index(name)] = four
    found = heat(counts[0], counts[1])
    return [
        [
            _topic(name, counts[:, number, at], found, number, at)
            for at, name in enumerate(names)
            if counts[1, number, at] >= 3 or counts[3, number, at] >= 3
        ]
        for number in range(len(groups))
    ]


def _topic(name: str, four: Ints, found: Any, number: int, at: int) -> Record:
    heated, total, heated_before, total_before = four.tolist()
    return {
        "topic": name,
        "heated": heated,
        "total": total,
        "rate": round(float(found.rate[number, at]), DECIMALS),
        "p": round(float(found.p_most[number, at]), DECIMALS),
        "reliably": bool(found.reliably[number, at]),
        "heated_before": heated_before,
        "total_before": total_before,
    }


def _talks(days: Days, groups: Sequence[Sequence[int]], last: Ints, *, opened: bool) -> list[dict[str, list[int]]]:
    """Count heated and all talks of each group and topic: this quarter, and the one before."""
    said = days.has(HARD_TALK) & (days.answers[:, :, TOPIC] != NOTHING)
    if opened:
        said &= days.readable()
    counts: list[dict[str, list[int]]] = [{} for _ in groups]
    for number, rows in enumerate(groups):
        talks: dict[tuple[int, str], bool] = {}
        for row in rows:
            for column in np.flatnonzero(said[row, : last[number] + 1]).tolist():
                key = (column, _topic_name(days, row, column))
                hot = days.answers[row, column, ESCALATED] == GOT_HEATED
                talks[key] = talks.get(key, False) or bool(hot)
        for (column, name), hot in talks.items():
            back = int(last[number]) - column
            if back < 2 * QUARTER_DAYS:
                four = counts[number].setdefault(name, [0, 0, 0, 0])
                before = 2 * (back >= QUARTER_DAYS)
                four[before] += hot
                four[before + 1] += 1
    return counts


def _topic_name(days: Days, row: int, column: int) -> str:
    code = int(days.answers[row, column, TOPIC])
    return str(days.own_topics[row][column]) if code == OWN_TOPIC else BUILT_IN[code]


def weeks_between(first: date, week: date) -> int:
    """Return how many weeks lie between two Mondays."""
    return (week - first).days // WEEK_DAYS
