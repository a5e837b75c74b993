"""Setbacks seen in the check-ins, and the way back from each.

On the readings as they are (not clipped), burn-in included, against the 28
calendar days before the day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from trajectory.engine import constants as c
from trajectory.engine.diaries import Bools, Floats, Ints, checked, flat, in_chunks, middle

CHUNK = 512


@dataclass(frozen=True)
class Setbacks:
    """Days that fell far below the days before them, one entry for each, in order.

    `median` and `sd` (floor `SETBACK_SD_FLOOR`) are those of the 28 days before.
    """

    row: Ints
    day: Ints
    depth: Floats
    median: Floats
    sd: Floats


@dataclass(frozen=True)
class Recoveries:
    """Episodes, one entry for each, ordered by series and day.

    An episode begins at a flagged day and ends at the first later check-in at or
    above that day's median less one SD; other flagged days up to then belong to
    it. `days` runs to that end, or to the last day seen if `observed` is false.
    """

    row: Ints
    day: Ints
    days: Ints
    observed: Bools
    depth: Floats


def setbacks(y: ArrayLike, lengths: ArrayLike | None = None) -> Setbacks:
    """Flag days at least 1.5 points and 3 robust SD below the 28 days before.

    A day with fewer than `SETBACK_MIN_EARLIER` check-ins in those 28 is never flagged.
    """
    block, days = checked(y, lengths)
    return in_chunks(setbacks_of, len(block), CHUNK, block, days, np.arange(len(block)))


def setbacks_of(y: Floats, lengths: Ints, number: Ints) -> Setbacks:
    """Flag the setbacks of one chunk; `number` says which series of the block they are."""
    row, day = far_below(y, lengths)
    value, before = y[row, day], earlier_days(y, row, day)
    count = np.count_nonzero(~np.isnan(before), axis=1)
    median = middle(np.sort(before, axis=1), count)
    depth = median - value
    spread = np.sort(np.abs(before - median[:, None]), axis=1)
    sd = np.maximum(c.MAD_TO_SD * middle(spread, count), c.SETBACK_SD_FLOOR)
    deep = (depth >= least_drop() - c.TIE) & (depth >= c.SETBACK_Z * sd - c.TIE)
    return Setbacks(number[row[deep]], day[deep], depth[deep], median[deep], sd[deep])


def least_drop() -> float:
    """Smallest drop that can be a setback, whatever the spread."""
    return max(c.SETBACK_DROP, c.SETBACK_Z * c.SETBACK_SD_FLOOR)


def far_below(y: Floats, lengths: Ints) -> tuple[Ints, Ints]:
    """Return series and day of the few check-ins that may be setbacks, to spare the medians of all others.

    A median can be so far above a day only if at least half of the 28 days before are.
    """
    seen = ~np.isnan(y)
    seen[np.arange(y.shape[1]) >= lengths[:, None]] = False
    above, earlier = np.zeros((2, *y.shape), np.int8)
    least = y + (least_drop() - c.TIE)
    for back in range(1, min(c.SETBACK_WINDOW_DAYS + 1, y.shape[1])):
        above[:, back:] += y[:, :-back] >= least[:, back:]
        earlier[:, back:] += seen[:, :-back]
    row, day = np.nonzero(seen & (earlier >= c.SETBACK_MIN_EARLIER) & (2 * above >= earlier))
    return row, day


def earlier_days(y: Floats, row: Ints, day: Ints) -> Floats:
    """Cut the 28 calendar days before each of these days out of the block, NaN before day 0."""
    back = np.full((len(y), c.SETBACK_WINDOW_DAYS), np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(np.hstack([back, y]), c.SETBACK_WINDOW_DAYS, axis=1)
    return windows[row, day]


def recoveries(y: ArrayLike, found: Setbacks, lengths: ArrayLike | None = None) -> Recoveries:
    """Turn flagged days into episodes, the n-th of every series at the n-th round."""
    block, days = checked(y, lengths)
    left = flat(found.row, found.day, np.arange(len(found.row)).astype(float), len(block))
    rounds = []
    while len(left.row):
        first = left.value[left.start].astype(np.int64)
        end, observed = way_back(block, days, found, first)
        over = np.full(len(block), -1)
        over[found.row[first]] = end
        rounds.append((first, end - found.day[first], observed))
        left = left.keep(left.day > left.spread(over))
    return in_order(found, rounds)


def way_back(y: Floats, lengths: Ints, found: Setbacks, at: Ints) -> tuple[Ints, Bools]:
    """Day on which each of these episodes ends, and whether its end was seen."""
    row, start = found.row[at], found.day[at]
    later = np.arange(y.shape[1])
    inside = (later > start[:, None]) & (later < lengths[row][:, None])
    back = inside & (y[row] >= (found.median[at] - found.sd[at] - c.TIE)[:, None])
    observed = np.asarray(back.any(axis=1))
    end: Ints = np.where(observed, back.argmax(axis=1), lengths[row] - 1)
    return end, observed


def in_order(found: Setbacks, rounds: list[tuple[Ints, Ints, Bools]]) -> Recoveries:
    """Join the rounds and put the episodes in the order of series and day."""
    none = np.zeros(0, np.int64)
    first, days, observed = (
        np.concatenate(column) if rounds else none for column in (zip(*rounds, strict=True) if rounds else (none,) * 3)
    )
    order = np.argsort(first)
    at = first[order]
    return Recoveries(found.row[at], found.day[at], days[order], observed[order].astype(bool), found.depth[at])
