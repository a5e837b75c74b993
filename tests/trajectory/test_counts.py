"""Talks of a couple are counted as the definition says, written out slowly."""

from collections import defaultdict
from datetime import date
from uuid import UUID

import numpy as np
import pytest

from checkins.layout import BUILT_IN, LAYOUT, NOTHING, OWN_TOPIC
from trajectory.weekly.counts import GOT_HEATED, QUARTER_DAYS, TALKS_TO_NAME, topic_maps
from trajectory.weekly.days import NOT_TOLD, Days

OWN_NAMES = [UUID(int=1), UUID(int=2)]
Counted = dict[str, tuple[int, int, int, int]]


def drawn(seed: int, *, people: int, columns: int) -> Days:
    """Draw days of hard talks, a third of them without a topic, on few topics so that many are said twice."""
    rng = np.random.default_rng(seed)
    answers = np.tile(NOT_TOLD, (people, columns, 1))
    column, mask = LAYOUT.place_of("hard_talk")
    answers[:, :, column] |= np.where(rng.random((people, columns)) < 0.5, mask, 0).astype(np.uint8)
    LAYOUT.number(answers, "topic")[:] = rng.choice([0, 3, OWN_TOPIC, NOTHING, NOTHING], (people, columns))
    LAYOUT.number(answers, "escalated")[:] = rng.choice([0, 1, GOT_HEATED, NOTHING], (people, columns))
    own = np.argwhere(LAYOUT.number(answers, "topic") == OWN_TOPIC).tolist()
    named: dict[int, dict[int, UUID]] = defaultdict(dict)
    for row, column in own:
        named[row][column] = OWN_NAMES[int(rng.integers(2))]
    return Days([], date(2026, 1, 1), answers, named)


def counted(days: Days, group: list[int], last: int) -> Counted:
    """Count heated and all talks of a group by topic, one after the other, with the quarter before."""
    heat: dict[tuple[int, str], bool] = defaultdict(bool)
    for row in group:
        for column in range(max(last - 2 * QUARTER_DAYS + 1, 0), last + 1):
            topic, heated = (days.number(name)[row, column] for name in ("topic", "escalated"))
            if days.has("hard_talk")[row, column] and topic != NOTHING:
                name = str(days.own_topics[row][column]) if topic == OWN_TOPIC else BUILT_IN[topic]
                heat[column, name] |= bool(heated == GOT_HEATED)
    found = defaultdict(lambda: [0, 0, 0, 0])
    for (column, name), is_hot in heat.items():
        at = 0 if last - column < QUARTER_DAYS else 2
        found[name][at] += is_hot
        found[name][at + 1] += 1
    often = {name for name, four in found.items() if max(four[1], four[3]) >= TALKS_TO_NAME}
    return {name: tuple(found[name]) for name in sorted(often)}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("groups", [[[0], [1], [2], [3]], [[0, 1], [3, 2]]])
def test_topics_are_counted_as_written_out(seed: int, groups: list[list[int]]) -> None:
    days = drawn(seed, people=4, columns=200)
    last = np.array([199, 150, 60, 20][: len(groups)])

    maps = topic_maps(days, np.array(groups), last)

    keys = ("heated", "total", "heated_before", "total_before")
    found = [{one["topic"]: tuple(one[key] for key in keys) for one in some} for some in maps]
    assert found == [counted(days, group, at) for group, at in zip(groups, last.tolist(), strict=True)]
    assert [list(some) for some in found] == [sorted(some) for some in found]


def test_nobody_talked() -> None:
    days = Days([], date(2026, 1, 1), np.tile(NOT_TOLD, (2, 30, 1)))

    maps = topic_maps(days, np.array([[0, 1]]), np.array([29]))

    assert maps == [[]]
