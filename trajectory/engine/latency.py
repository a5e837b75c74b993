"""Time to an event with open ends: Kaplan-Meier with Greenwood's error.

For hours from a conflict to the first repair, and days from a setback back. One
row of a block is one couple or person; NaN is no spell.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from trajectory.engine import constants as c
from trajectory.engine.diaries import Bools, Floats, Ints
from trajectory.engine.intervals import Interval


@dataclass(frozen=True)
class Survival:
    """Spells in the order of their ends; `open_share` is S just after each, `se` Greenwood's.

    Columns behind a row's own `count` repeat its end: time infinite, S unchanged.
    """

    time: Floats
    event: Bools
    open_share: Floats
    se: Floats
    count: Ints


def kaplan_meier(durations: ArrayLike, observed: ArrayLike) -> Survival:
    """Estimate S(t) for each row (Kaplan & Meier 1958; Greenwood 1926).

    Ties are taken one after the other, events before open ends: (n-1)/n (n-2)/(n-1)
    is (n-2)/n, and Greenwood's sum telescopes in the same way.
    """
    time, event = np.atleast_2d(np.asarray(durations, float)), np.atleast_2d(np.asarray(observed, bool))
    event = event & ~np.isnan(time)
    time = np.where(np.isnan(time), np.inf, time)
    order = np.lexsort((~event, time), axis=-1)
    time, event = np.take_along_axis(time, order, axis=1), np.take_along_axis(event, order, axis=1)
    count = np.count_nonzero(np.isfinite(time), axis=1)
    at_risk = np.maximum(count[:, None] - np.arange(time.shape[1]), 1)
    left: Floats = np.where(event, (at_risk - 1) / at_risk, 1.0)
    open_share = np.multiply.accumulate(left, axis=1)
    hazard = np.divide(1.0, at_risk * (at_risk - 1.0), out=np.zeros(time.shape), where=event & (at_risk > 1))
    return Survival(time, event, open_share, open_share * np.sqrt(np.cumsum(hazard, axis=1)), count)


def share_open(of: Survival, at: float, min_spells: int = c.MIN_CONFLICTS) -> tuple[Floats, Floats]:
    """Return S(at) and its Greenwood error; NaN with fewer than `min_spells` spells."""
    past = np.count_nonzero(of.time <= at, axis=1)
    row = np.arange(len(of.time))
    last = np.maximum(past - 1, 0)
    blank = np.where(of.count >= min_spells, 0.0, np.nan)
    if not of.time.shape[1]:
        return blank, blank
    share = np.where(past > 0, of.open_share[row, last], 1.0) + blank
    return share, np.where(past > 0, of.se[row, last], 0.0) + blank


def median_time(of: Survival, min_spells: int = c.MIN_EPISODES, confidence: float = c.CONFIDENCE) -> Interval:
    """First time at which S falls to one half, with the interval of Brookmeyer & Crowley (1982).

    Bounds of S are on the log(-log) scale. NaN with fewer than `min_spells` spells, or
    where S (or a bound of it) stays above one half.
    """
    z = ndtri((1 + confidence) / 2)
    few = np.where(of.count >= min_spells, 0.0, np.nan)
    low, high = (bound(of, side * z) for side in (1.0, -1.0))
    return Interval(*(first_below_half(of, share) + few for share in (of.open_share, low, high)))


def bound(of: Survival, z: float) -> Floats:
    """One bound of S on the log(-log) scale: the lower for positive z."""
    inside = (of.open_share > 0) & (of.open_share < 1)
    share = np.where(inside, of.open_share, 0.5)
    log_share = np.log(share)
    factor = np.exp(z * of.se / share / -log_share)
    return np.where(inside, np.exp(log_share * factor), of.open_share)


def first_below_half(of: Survival, share: Floats) -> Floats:
    """First time at which a curve is at or below one half, NaN if it never is."""
    reached = (share <= 0.5 + c.TIE) & np.isfinite(of.time)
    if not share.shape[1]:
        return np.full(len(share), np.nan)
    time = of.time[np.arange(len(share)), reached.argmax(axis=1)]
    return np.where(reached.any(axis=1), time, np.nan)
