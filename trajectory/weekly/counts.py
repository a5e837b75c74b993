"""What is only counted: days with answers, days of both, topics of hard talks."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from checkins.answers import PROMPTS, Escalated
from checkins.layout import BUILT_IN, NOTHING, OWN_TOPIC
from trajectory.engine.constants import DECIMALS
from trajectory.engine.intervals import wilson
from trajectory.engine.topics import heat
from trajectory.weekly.days import Days

COUNTED_DAYS = {"days_in": "present"} | {prompt.counted_as: prompt.name for prompt in PROMPTS if prompt.counted_as}
GOT_HEATED = Escalated.values.index(Escalated.YES)
WEEK_DAYS, MONTH_DAYS, QUARTER_DAYS = 7, 28, 91
TALKS_TO_NAME = 3
Ints = NDArray[np.int64]
Record = dict[str, Any]


def in_last(marks: NDArray[np.bool_], last: Ints, days: int) -> Ints:
    """Count marks of each row in the `days` columns that end with its `last` column."""
    column = last[:, None] - np.arange(min(days, marks.shape[1]))
    marked = np.take_along_axis(marks, np.maximum(column, 0), axis=1) & (column >= 0)
    return np.asarray(np.count_nonzero(marked, axis=1))


def days_of_people(days: Days, rows: Ints, last: Ints) -> dict[str, list[int]]:
    """Count each person's days with answers, and those on which each counted thing was said."""
    marks = {name: days.has(bit)[rows] for name, bit in COUNTED_DAYS.items()}
    return {
        f"{name}_{length}": in_last(mark, last, length).tolist()
        for name, mark in marks.items()
        for length in (WEEK_DAYS, MONTH_DAYS)
    }


def days_of_both(days: Days, pairs: Ints, last: Ints) -> dict[str, list[Any]]:
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
    back = last[:, None] - np.arange(days.answers.shape[1])
    near = (back >= 0) & (back < 2 * QUARTER_DAYS)
    named = days.has("hard_talk") & (days.number("topic") != NOTHING)
    group, person, column = np.nonzero(named[groups] & near[:, None])
    rows = groups[group, person]
    hot = days.number("escalated")[rows, column] == GOT_HEATED
    names, code = _codes(days, rows, column)
    counts = ~_said_by_other(group * back.shape[1] + column, person, code, hot)
    kind = 2 * (back[group, column] >= QUARTER_DAYS) + hot
    shape = (4, len(groups), len(names))
    cell = (kind * shape[1] + group) * shape[2] + code
    found = np.bincount(cell[counts], minlength=np.prod(shape)).reshape(shape)
    calm_now, hot_now, calm_before, hot_before = found
    return names, np.stack([hot_now, hot_now + calm_now, hot_before, hot_before + calm_before])


def _said_by_other(date: Ints, person: Ints, code: Ints, hot: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which talks of a second person the first has logged too; what was heated for one is heated for both."""
    first = np.full(int(date.max(initial=0)) + 1, -1)
    first[date[person == 0]] = np.flatnonzero(person == 0)
    again: NDArray[np.bool_] = (person > 0) & (first[date] >= 0) & (code[first[date]] == code)
    hot[first[date[again]]] |= hot[again]
    return again


def _codes(days: Days, rows: Ints, columns: Ints) -> tuple[list[str], Ints]:
    """Number the topics that came up in the order of their names; own ones are looked up one by one."""
    topics = days.number("topic")[rows, columns]
    built_in = [number for number in np.flatnonzero(np.bincount(topics)).tolist() if number < len(BUILT_IN)]
    own = np.flatnonzero(topics == OWN_TOPIC)
    places = zip(rows[own].tolist(), columns[own].tolist(), strict=True)
    own_names = [str(days.own_topics[row][column]) for row, column in places]
    names = sorted({BUILT_IN[number] for number in built_in}.union(own_names)) or [BUILT_IN[0]]
    place = {name: code for code, name in enumerate(names)}
    table = np.zeros(OWN_TOPIC + 1, np.int64)
    table[built_in] = [place[BUILT_IN[number]] for number in built_in]
    code = table[topics]
    code[own] = [place[name] for name in own_names]
    return names, code
