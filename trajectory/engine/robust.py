"""A second view of a trend, for display: Theil-Sen slope and Mann-Kendall S.

Both take days as independent, which they are not: never part of a claim.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from trajectory.engine import constants as c
from trajectory.engine.diaries import Floats, Ints, checked, tail
from trajectory.engine.intervals import Interval

CHUNK = 128


@dataclass(frozen=True)
class RobustTrend:
    """Median slope a day and Mann-Kendall S over the window; NaN with fewer than 14 check-ins."""

    slope: Floats
    s: Floats
    n: Ints


def robust_trend(y: ArrayLike, lengths: ArrayLike | None = None, days: int = c.ROBUST_WINDOW_DAYS) -> RobustTrend:
    """Compare every two check-ins of the last `days` days (Sen 1968; Mann 1945; Kendall 1975).

    Series with as many check-ins go together: then no pair is missing.
    """
    window = tail(*checked(y, lengths), days)
    seen = ~np.isnan(window)
    n = np.count_nonzero(seen, axis=1)
    slope, s = np.full((2, len(window)), np.nan)
    for count in np.unique(n[n >= c.ROBUST_MIN_CHECK_INS]).tolist():
        alike = np.flatnonzero(n == count)
        for part in np.array_split(alike, -(-len(alike) // CHUNK)):
            day = np.nonzero(seen[part])[1].reshape(-1, count).astype(float)
            slope[part], s[part] = compared(day, window[part][seen[part]].reshape(-1, count))
    return RobustTrend(slope, s, n)


def compared(day: Floats, value: Floats) -> tuple[Floats, Floats]:
    """Median slope and S of each row of two blocks (series, check-ins)."""
    count = value.shape[1]
    rise, run = np.empty((2, len(value), count * (count - 1) // 2))
    end = 0
    for apart in range(1, count):
        start, end = end, end + count - apart
        np.subtract(value[:, apart:], value[:, :-apart], out=rise[:, start:end])
        np.subtract(day[:, apart:], day[:, :-apart], out=run[:, start:end])
    s = np.count_nonzero(rise > c.TIE, axis=1) - np.count_nonzero(rise < -c.TIE, axis=1)
    high = end // 2
    slopes = np.partition(np.divide(rise, run, out=rise), (end - 1) // 2, axis=1)
    return (slopes[:, (end - 1) // 2] + slopes[:, high:].min(axis=1)) / 2, s.astype(float)


def theil_sen(x: ArrayLike, y: ArrayLike, confidence: float = c.CONFIDENCE) -> Interval:
    """Median of all slopes between points with different x, and Sen's interval (1968, p. 1384)."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    first, second = np.triu_indices(len(x), 1)
    run = x[second] - x[first]
    slopes = np.sort((y[second] - y[first])[run != 0] / run[run != 0])
    n, count = len(x), len(slopes)
    reach = ndtri((1 + confidence) / 2) * np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = max(round((count - reach) / 2) - 1, 0)
    high = min(round((count + reach) / 2), count - 1)
    return Interval(np.median(slopes), slopes[low], slopes[high])


def kendall_s(y: ArrayLike) -> int:
    """Pairs that rise less pairs that fall, in the order given."""
    y = np.asarray(y, float)
    first, second = np.triu_indices(len(y), 1)
    return int(np.sign(y[second] - y[first]).sum())


def kendall_p(s: int, n: int) -> float:
    """Two-sided probability of |S| at least this large without trend or ties; exact up to n = 40."""
    if n > 40:
        z = (abs(s) - 1) / np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
        return float(min(1.0, 2 * ndtr(-z)))
    chance = inversions(n)
    swaps = np.arange(len(chance))
    return float(min(1.0, chance[np.abs(n * (n - 1) // 2 - 2 * swaps) >= abs(s)].sum()))


@cache
def inversions(n: int) -> Floats:
    """Probability of each number of inversions in a random order of n things."""
    chance = np.ones(1)
    for size in range(2, n + 1):
        chance = np.convolve(chance, np.full(size, 1 / size))
    return chance
