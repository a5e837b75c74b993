"""What is only counted: days with answers, days of both, topics of hard talks."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from trajectory.engine.constants import DECIMALS
from trajectory.engine.intervals import wilson
from trajectory.engine.topics import heat
from trajectory.rows import (
    BUILT_IN,
    ESCALATED,
    FLAGS,
    HARD_DAY,
    HARD_TALK,
    NOTHING,
    OWN_TOPIC,
    PRESENT,
    RUSHED,
    TOPIC,
    Days,
)

WEEK_DAYS, MONTH_DAYS, QUARTER_DAYS = 7, 28, 91
GOT_HEATED, TALKS_TO_NAME = 2, 3
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


def topic_maps(days: Days, groups: Ints, last: Ints) -> list[list[Record]]:
    """Return each group's topics over a quarter, and the counts of the quarter before.

    `groups`: rows of the people of each group, (groups, people). A talk that both logged on
    one date and topic counts once, heated if either says so. Topics with fewer than three
    talks in both quarters are left out.
    """
    names, counts = _talks(days, groups, last)
    found = heat(counts[0], counts[1])
    figures = (
        np.round(found.rate, DECIMALS).tolist(),
        np.round(found.p_most, DECIMALS).tolist(),
        found.reliably.tolist(),
    )
    maps: list[list[Record]] = [[] for _ in groups]
    often = (counts[1] >= TALKS_TO_NAME) | (counts[3] >= TALKS_TO_NAME)
    four = counts.tolist()
    for number, at in zip(*(place.tolist() for place in np.nonzero(often)), strict=True):
        maps[number].append(
            {
                "topic": names[at],
                "heated": four[0][number][at],
                "total": four[1][number][at],
                "rate": figures[0][number][at],
                "p": figures[1][number][at],
                "reliably": figures[2][number][at],
                "heated_before": four[2][number][at],
                "total_before": four[3][number][at],
            }
        )
    return maps


def _talks(days: Days, groups: Ints, last: Ints) -> tuple[list[str], Ints]:
    """Count heated and all talks of each group and topic, (4, groups, topics): this quarter, and the one before."""
    people = days.answers[groups]
    back = last[:, None] - np.arange(people.shape[2])
    near = (back >= 0) & (back < 2 * QUARTER_DAYS)
    said = ((people[..., FLAGS] & HARD_TALK) > 0) & (people[..., TOPIC] != NOTHING) & near[:, None, :]
    group, person, column = np.nonzero(said)
    names, code = _codes(days, groups[group, person], column, people[group, person, column, TOPIC])
    key = (group * people.shape[2] + column) * len(names) + code
    order = np.argsort(key, kind="stable")
    hot = (people[group, person, column, ESCALATED] == GOT_HEATED)[order]
    key, first = np.unique(key[order], return_index=True)
    hot = np.maximum.reduceat(hot, first) if len(first) else hot
    group, column = np.divmod(key // len(names), people.shape[2])
    cell = group * len(names) + key % len(names)
    before = back[group, column] >= QUARTER_DAYS
    shape = (len(groups), len(names))
    chosen = (hot & ~before, ~before, hot & before, before)
    return names, np.stack([np.bincount(cell[which], minlength=shape[0] * shape[1]).reshape(shape) for which in chosen])


def _codes(days: Days, rows: Ints, columns: Ints, topics: NDArray[np.uint8]) -> tuple[list[str], Ints]:
    """Number the topics that came up in the order of their names; own ones are looked up one by one."""
    names = np.array(BUILT_IN, object)[np.where(topics == OWN_TOPIC, 0, topics)]
    for at in np.flatnonzero(topics == OWN_TOPIC).tolist():
        names[at] = str(days.own_topics[int(rows[at])][int(columns[at])])
    found = sorted(set(names.tolist())) or [BUILT_IN[0]]
    number = {name: code for code, name in enumerate(found)}
    return found, np.array([number[name] for name in names.tolist()], np.int64)
