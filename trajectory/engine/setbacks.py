"""Setbacks seen in the check-ins, and the way back from each.

On the readings as they are (not clipped), burn-in included, against the 28
calendar days before the day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trajectory.engine import constants as c
from trajectory.engine.diaries import Bools, Diaries, Floats, Ints, checked, diaries, flat, in_chunks, middle

CHUNK = 1024


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
    of = low_days(diaries(y, lengths))
    before = earlier_days(y, of)
    count = np.count_nonzero(~np.isnan(before), axis=1)
    median = middle(np.sort(before, axis=1), count)
    far = np.flatnonzero((count >= c.SETBACK_MIN_EARLIER) & (median - of.value >= least_drop() - c.TIE))
    spread = np.sort(np.abs(before[far] - median[far, None]), axis=1)
    sd = np.maximum(c.MAD_TO_SD * middle(spread, count[far]), c.SETBACK_SD_FLOOR)
    depth = median[far] - of.value[far]
    deep = depth >= c.SETBACK_Z * sd - c.TIE
    far = far[deep]
    return Setbacks(number[of.row[far]], of.day[far], depth[deep], median[far], sd[deep])


def least_drop() -> float:
    """Smallest drop that can be a setback, whatever the spread."""
    return max(c.SETBACK_DROP, c.SETBACK_Z * c.SETBACK_SD_FLOOR)


def low_days(of: Diaries) -> Diaries:
    """Leave out days that cannot be setbacks, to spare the medians.

    A median of ten or more readings is no higher than the fifth highest reading
    of the whole series.
    """
    ordered = np.full((of.size, int(of.count.max(initial=5))), np.inf)
    ordered[np.arange(ordered.shape[1]) < of.count[:, None]] = -of.value
    fifth = -np.partition(ordered, 4, axis=1)[:, 4] if of.size else np.zeros(0)
    return of.keep(of.value <= of.spread(fifth) - least_drop() + c.TIE)


def earlier_days(y: Floats, of: Diaries) -> NDArray:
    """Cut the 28 calendar days before each check-in out of the block, NaN before day 0."""
    back = np.full((len(y), c.SETBACK_WINDOW_DAYS), np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(np.hstack([back, y]), c.SETBACK_WINDOW_DAYS, axis=1)
    return windows[of.row, of.day]


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
    observed = back.any(axis=1)
    return np.where(observed, back.argmax(axis=1), lengths[row] - 1), observed


def in_order(found: Setbacks, rounds: list[tuple[Ints, Ints, Bools]]) -> Recoveries:
    """Join the rounds and put the episodes in the order of series and day."""
    none = np.zeros(0, np.int64)
    first, days, observed = (
        np.concatenate(column) if rounds else none for column in (zip(*rounds, strict=True) if rounds else (none,) * 3)
    )
    order = np.argsort(first)
    at = first[order]
    return Recoveries(found.row[at], found.day[at], days[order], observed[order].astype(bool), found.depth[at])
