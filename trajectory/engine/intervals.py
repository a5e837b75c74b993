"""Intervals for counts: Wilson, Newcombe, Jeffreys and the ratio of two counts.

All take arrays or numbers and give NaN where there is nothing to divide by.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, ndtri

from trajectory.engine.constants import CONFIDENCE
from trajectory.engine.diaries import Floats


@dataclass(frozen=True)
class Interval:
    """An estimate and its bounds."""

    estimate: Floats
    low: Floats
    high: Floats


def wilson(hits: ArrayLike, trials: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """Score interval of a share (Wilson 1927, JASA 22:209)."""
    k, n = np.asarray(hits, float), np.asarray(trials, float)
    z2 = ndtri((1 + confidence) / 2) ** 2
    share = np.divide(k, n, out=np.full(np.broadcast(k, n).shape, np.nan), where=n > 0)
    centre = (k + z2 / 2) / (n + z2)
    half = np.sqrt(z2 * (share * (1 - share) * n + z2 / 4)) / (n + z2)
    return Interval(share, np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0))


def newcombe(
    hits: ArrayLike, trials: ArrayLike, hits_before: ArrayLike, trials_before: ArrayLike, confidence: float = CONFIDENCE
) -> Interval:
    """Difference of two shares from their Wilson bounds (Newcombe 1998, Stat Med 17:873, method 10)."""
    now, before = wilson(hits, trials, confidence), wilson(hits_before, trials_before, confidence)
    change = now.estimate - before.estimate
    down = np.hypot(now.estimate - now.low, before.high - before.estimate)
    up = np.hypot(now.high - now.estimate, before.estimate - before.low)
    return Interval(change, change - down, change + up)


def jeffreys(hits: ArrayLike, trials: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """Equal-tailed interval of Beta(k + 1/2, n - k + 1/2) (Brown, Cai & DasGupta 2001), 0 and 1 at the ends."""
    k, n = np.asarray(hits, float), np.asarray(trials, float)
    share = np.divide(k, n, out=np.full(np.broadcast(k, n).shape, np.nan), where=n > 0)
    tail = (1 - confidence) / 2
    low, high = (betaincinv(k + 0.5, n - k + 0.5, p) for p in (tail, 1 - tail))
    blank = np.where(n > 0, 0.0, np.nan)
    return Interval(share, np.where(k > 0, low, 0.0) + blank, np.where(k < n, high, 1.0) + blank)


def ratio(
    counts: ArrayLike,
    to: ArrayLike,
    exposure: ArrayLike = 1.0,
    to_exposure: ArrayLike = 1.0,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Ratio of two rates, exact given their total (Przyborowski & Wilenski 1940; R's poisson.test).

    NaN where the second count is 0: then there are only counts.
    """
    a, b = np.asarray(counts, float), np.asarray(to, float)
    per = np.asarray(to_exposure, float) / np.asarray(exposure, float)
    a, b, per = np.broadcast_arrays(a, b, per)
    tail = (1 - confidence) / 2
    some = b > 0
    low = np.where(a > 0, betaincinv(np.maximum(a, 1), b + 1, tail), 0.0)
    high = betaincinv(a + 1, np.maximum(b, 1), 1 - tail)
    estimate = np.divide(a, b, out=np.full(a.shape, np.nan), where=some)
    blank = np.where(some, per, np.nan)
    return Interval(estimate * per, low / (1 - low) * blank, high / (1 - high) * blank)
