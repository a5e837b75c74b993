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
    column = last[:, None] - np.arange(min(days, marks.shape[1]))
    return np.count_nonzero(np.take_along_axis(marks, np.maximum(column, 0), axis=1) & (column >= 0), axis=1)


def days_of_people(days: Days, rows: Ints, last: Ints) -> dict[str, list[int]]:
    """Count each person's days with answers, hard days and days felt rushed."""
    flags = days.answers[rows, :, FLAGS]
    marks = {"days_in": flags & PRESENT, "hard_days": flags & HARD_DAY, "rushed": flags & RUSHED}
    return {
        f"{name}_{length}": in_last(mark > 0, last, length).tolist()
        for name, mark in marks.items()
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
    often = (counts[1] >= TALKS_TO_NAME) | (counts[3] >= TALKS_TO_NAME)
    found = heat(counts[0], counts[1], wanted=often)
    group, topic = np.nonzero(often)
    columns = {
        "topic": [names[number] for number in topic.tolist()],
        "heated": counts[0][often].tolist(),
        "total": counts[1][often].tolist(),
        "rate": np.round(found.rate[often], DECIMALS).tolist(),
        "p": np.round(found.p_most[often], DECIMALS).tolist(),
        "reliably": found.reliably[often].tolist(),
        "heated_before": counts[2][often].tolist(),
        "total_before": counts[3][often].tolist(),
    }
    maps: list[list[Record]] = [[] for _ in groups]
    for number, row in zip(group.tolist(), zip(*columns.values(), strict=True), strict=True):
        maps[number].append(dict(zip(columns, row, strict=True)))
    return maps


def _talks(days: Days, groups: Ints, last: Ints) -> tuple[list[str], Ints]:
    """Count heated and all talks of each group and topic, (4, groups, topics): this quarter, and the one before."""
    topic, hot = days.answers[groups, :, TOPIC], days.answers[groups, :, ESCALATED] == GOT_HEATED
    back = last[:, None] - np.arange(topic.shape[2])
    near = (back >= 0) & (back < 2 * QUARTER_DAYS)
    said = ((days.answers[groups, :, FLAGS] & HARD_TALK) > 0) & (topic != NOTHING) & near[:, None]
    names, code = _codes(days, groups, topic, said)
    for second in range(1, groups.shape[1]):
        both = said[:, 0] & said[:, second] & (code[:, 0] == code[:, second])
        hot[:, 0] |= both & hot[:, second]
        said[:, second] &= ~both
    group, _person, column = np.nonzero(said)
    kind = 2 * (back[group, column] >= QUARTER_DAYS) + hot[said]
    shape = (4, len(groups), len(names))
    cell = (kind * shape[1] + group) * shape[2] + code[said]
    calm_now, hot_now, calm_before, hot_before = np.bincount(cell, minlength=np.prod(shape)).reshape(shape)
    return names, np.stack([hot_now, hot_now + calm_now, hot_before, hot_before + calm_before])


def _codes(days: Days, groups: Ints, topic: NDArray[np.uint8], said: NDArray[np.bool_]) -> tuple[list[str], Ints]:
    """Number the topics that came up in the order of their names; own ones are looked up one by one."""
    built_in = [number for number in np.flatnonzero(np.bincount(topic[said])).tolist() if number != OWN_TOPIC]
    own = [place.tolist() for place in np.nonzero(said & (topic == OWN_TOPIC))]
    rows = groups[own[0], own[1]].tolist()
    own_names = [str(days.own_topics[row][column]) for row, column in zip(rows, own[2], strict=True)]
    names = sorted({BUILT_IN[number] for number in built_in}.union(own_names)) or [BUILT_IN[0]]
    place = {name: code for code, name in enumerate(names)}
    table = np.zeros(NOTHING + 1, np.uint16)
    table[built_in] = [place[BUILT_IN[number]] for number in built_in]
    code = table[topic]
    code[tuple(own)] = [place[name] for name in own_names]
    return names, code
