"""Two people side by side: the gap between them, and whether their days move together.

For a therapist only. Both blocks are (couples, days) on the same calendar.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from trajectory.engine import constants as c
from trajectory.engine.diaries import Bools, Floats, Ints, checked, tail, total
from trajectory.engine.intervals import Interval


@dataclass(frozen=True)
class Gap:
    """Mean difference A - B over days that both have, with a t interval."""

    mean: Interval
    days: Ints


@dataclass(frozen=True)
class CoMovement:
    """Correlation of day-to-day changes, and the pairs of days behind it."""

    r: Floats
    pairs: Ints


def gap(a: ArrayLike, b: ArrayLike, lengths: ArrayLike | None = None, *, min_days: int = c.GAP_MIN_DAYS) -> Gap:
    """Mean of A - B over the last 42 days; NaN with fewer than `min_days` shared days.

    The interval counts n (1 - r1) / (1 + r1) independent days, r1 the correlation of
    neighbouring days, held between 0 and .9: a negative r1 must not add days.
    """
    difference = tail(*checked(np.subtract(a, b), lengths), c.GAP_WINDOW_DAYS)
    present = ~np.isnan(difference)
    n = np.count_nonzero(present, axis=1)
    mean = total(difference, present) / np.maximum(n, 1)
    around = difference - mean[:, None]
    variance = total(around**2, present) / np.maximum(n - 1, 1)
    r1 = neighbour_correlation(around, variance)
    alike = np.maximum(n * (1 - r1) / (1 + r1), 2.0)
    half = stdtrit(alike - 1, (1 + c.CONFIDENCE) / 2) * np.sqrt(variance / alike)
    few = np.where(n < min_days, np.nan, 0.0)
    return Gap(Interval(mean + few, mean - half + few, mean + half + few), n)


def neighbour_correlation(around: Floats, variance: Floats) -> Floats:
    """Lag-one autocorrelation over days that both stand next to each other, within 0 and .9."""
    products = around[:, 1:] * around[:, :-1]
    both = ~np.isnan(products)
    pairs = np.maximum(np.count_nonzero(both, axis=1), 1)
    r1 = np.divide(total(products, both) / pairs, variance, out=np.zeros(len(around)), where=variance > 0)
    held: Floats = np.clip(r1, 0.0, 0.9)
    return held


def co_movement(a: ArrayLike, b: ArrayLike, lengths: ArrayLike | None = None) -> CoMovement:
    """Correlate the changes from one day to the next over the last 84 days.

    NaN with fewer than `CO_MOVEMENT_MIN_PAIRS` pairs, or when one of them never changes.
    """
    first, second = (np.diff(tail(*checked(y, lengths), c.CO_MOVEMENT_WINDOW_DAYS), axis=1) for y in (a, b))
    both = ~np.isnan(first) & ~np.isnan(second)
    pairs = np.count_nonzero(both, axis=1)
    first, second = (centred(changes, both, pairs) for changes in (first, second))
    spread = np.sqrt(total(first**2, both) * total(second**2, both))
    usable = (pairs >= c.CO_MOVEMENT_MIN_PAIRS) & (spread > c.TIE)
    shared = total(first * second, both)
    return CoMovement(np.divide(shared, spread, out=np.full(len(pairs), np.nan), where=usable), pairs)


def centred(changes: Floats, both: Bools, pairs: Ints) -> Floats:
    """Take the mean of the marked changes off each row."""
    return changes - (total(changes, both) / np.maximum(pairs, 1))[:, None]
