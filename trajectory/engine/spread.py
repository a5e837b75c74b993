"""How much days differ from each other: swing, relative swing, steadiness."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from trajectory.engine import constants as c
from trajectory.engine.diaries import Floats, Ints, checked, middle, tail, total
from trajectory.engine.intervals import Interval, newcombe, wilson


@dataclass(frozen=True)
class Swing:
    """Day-to-day swing in points (RMSSD over adjacent days) and its relative SD, 0 to 1.

    `rmssd` is NaN with fewer than `SWING_MIN_PAIRS` pairs of adjacent days, `rel_sd`
    with fewer than two check-ins or a mean at an end of the scale.
    """

    rmssd: Floats
    rel_sd: Floats
    pairs: Ints


@dataclass(frozen=True)
class Steadiness:
    """Days within one point of the window's own median: `k` of `n`, Wilson 90 %.

    With fewer than `STEADY_MIN_CHECK_INS` check-ins only the counts stay.
    """

    k: Ints
    n: Ints
    share: Interval


def swing(y: ArrayLike, lengths: ArrayLike | None = None, days: int = c.STEADY_WINDOW_DAYS) -> Swing:
    """Swing over the last `days` days. E[RMSSD^2] of AR(1) is 2 sigma^2 (1 - phi)."""
    window = tail(*checked(y, lengths), days)
    steps = np.diff(window, axis=1)
    both = ~np.isnan(steps)
    pairs = np.count_nonzero(both, axis=1)
    mssd = total(steps * steps, both) / np.maximum(pairs, 1)
    rmssd = np.where(pairs >= c.SWING_MIN_PAIRS, np.sqrt(mssd), np.nan)
    return Swing(rmssd, relative_sd(window), pairs)


def relative_sd(window: Floats) -> Floats:
    """SD over the largest SD that as many readings with that mean can have.

    Mestdagh et al. 2018, Psychological Methods 23:690: the widest spread puts all
    readings but one at the two ends of the scale.
    """
    present = ~np.isnan(window)
    n = np.count_nonzero(present, axis=1)
    mean = total(window, present) / np.maximum(n, 1)
    squares = total((window - mean[:, None]) ** 2, present)
    at_top = np.floor(n * mean / c.SCALE_TOP + c.TIE)
    odd_one = n * mean - c.SCALE_TOP * at_top
    at_bottom = n - 1 - at_top
    most = at_bottom * mean**2 + at_top * (c.SCALE_TOP - mean) ** 2 + (odd_one - mean) ** 2
    inside = (n >= 2) & (mean > c.TIE) & (mean < c.SCALE_TOP - c.TIE)
    share: Floats = np.divide(squares, most, out=np.full(len(window), np.nan), where=inside)
    return np.sqrt(share)


def steadiness(y: ArrayLike, lengths: ArrayLike | None = None) -> Steadiness:
    """Count steady days over the last 28 days."""
    return steady_days(tail(*checked(y, lengths), c.STEADY_WINDOW_DAYS))


def first_steadiness(y: ArrayLike, lengths: ArrayLike | None = None) -> Steadiness:
    """Count steady days over the first 28 days, for comparison."""
    block, days = checked(y, lengths)
    return steady_days(tail(block, np.minimum(days, c.STEADY_WINDOW_DAYS), c.STEADY_WINDOW_DAYS))


def steady_days(window: Floats) -> Steadiness:
    """Count days within `STEADY_WITHIN` of the median of a window (series, days)."""
    n = np.count_nonzero(~np.isnan(window), axis=1)
    median = middle(np.sort(window, axis=1), n)
    k = np.count_nonzero(np.abs(window - median[:, None]) <= c.STEADY_WITHIN + c.TIE, axis=1)
    share = wilson(k, n)
    few = np.where(n < c.STEADY_MIN_CHECK_INS, np.nan, 0.0)
    return Steadiness(k, n, Interval(share.estimate + few, share.low + few, share.high + few))


def steadier(now: Steadiness, first: Steadiness) -> Interval:
    """Change in the share of steady days with its Newcombe interval; NaN if either is too thin."""
    change = newcombe(now.k, now.n, first.k, first.n)
    few = now.share.estimate * 0 + first.share.estimate * 0
    return Interval(change.estimate + few, change.low + few, change.high + few)
