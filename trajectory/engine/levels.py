"""The drawn level: a local level with fixed signal-to-noise ratio, and its 80 % band.

y = l + e, l' = l + n, Var n = q Var e, diffuse start (Durbin & Koopman 2012,
sections 2.2 and 2.9). Variances are carried in units of Var e, so that the
gains depend on the missing days alone; Var e is the mean of v^2/F afterwards.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from trajectory.engine import constants as c
from trajectory.engine.diaries import Floats, Ints, checked, diaries, in_chunks
from trajectory.engine.lines import clip, origin

CHUNK = 512


@dataclass(frozen=True)
class DayLevel:
    """DayLevel of each series and day with its SD; NaN where there are too few check-ins.

    `mean`, `sd`: (series, days), or (series,) for one day. `noise_sd`: (series,).
    """

    mean: Floats
    sd: Floats
    noise_sd: Floats

    @property
    def low(self) -> Floats:
        """Lower edge of the 80 % band."""
        return self.mean - c.BAND_80_SD * self.sd

    @property
    def high(self) -> Floats:
        """Upper edge of the 80 % band."""
        return self.mean + c.BAND_80_SD * self.sd


@dataclass(frozen=True)
class Filtered:
    """DayLevel and variance after each day, (days, series), before any smoothing.

    `variance` is in units of Var e and infinite before the first check-in;
    `v2_over_f` adds up v^2/F over the check-ins after the first.
    """

    mean: Floats
    variance: Floats
    v2_over_f: Floats


def last_level(y: ArrayLike, lengths: ArrayLike | None = None, q: float = c.LEVEL_Q) -> DayLevel:
    """DayLevel on the last day of each series, from its clipped check-ins, burn-in included.

    NaN with fewer than `LEVEL_MIN_CHECK_INS` check-ins.
    """
    block, days = checked(y, lengths)
    if not block.shape[1]:
        return DayLevel(*np.full((3, len(block)), np.nan))
    return in_chunks(partial(last_of, q=q), len(block), CHUNK, block, days)


def last_of(y: Floats, lengths: Ints, q: float) -> DayLevel:
    """DayLevel on the last day of each series of one chunk."""
    values, base, count = clipped_days(y, lengths)
    seen = kalman(values, q)
    end = (np.maximum(lengths - 1, 0), np.arange(len(y)))
    return level(seen.mean[end] + base, seen.variance[end], seen, count)


def smoothed_level(y: ArrayLike, lengths: ArrayLike | None = None, q: float = c.LEVEL_Q) -> DayLevel:
    """DayLevel on every day seen from all of them: the line and band that are drawn.

    Days at and after a series' length are NaN, as is a series with too few check-ins.
    """
    block, days = checked(y, lengths)
    values, base, count = clipped_days(block, days)
    seen = kalman(values, q)
    mean, variance = smooth(seen, days, q)
    return level(mean.T + base[:, None], variance.T, seen, count)


def level(mean: Floats, variance: Floats, seen: Filtered, count: Ints) -> DayLevel:
    """Scale to points and blank what rests on too little."""
    noise_sd = np.sqrt(seen.v2_over_f / np.maximum(count - 1, 1))
    noise_sd[count < c.LEVEL_MIN_CHECK_INS] = np.nan
    scale = noise_sd[(..., *[None] * (mean.ndim - 1))]
    return DayLevel(mean + 0.0 * scale, np.sqrt(variance) * scale, noise_sd)


def clipped_days(y: Floats, lengths: Ints) -> tuple[Floats, Floats, Ints]:
    """Clip each series by its line over all its days: (days, series), origin, check-ins."""
    of = diaries(y, lengths)
    line = clip(of)
    values = np.full(y.shape[::-1], np.nan)
    values[of.day, of.row] = line.fitted + line.residual
    return values, origin(of), of.count


def kalman(y: Floats, q: float) -> Filtered:
    """Filter (days, series) forward; a missing day only widens the variance.

    With infinite variance before the first check-in the gain 1 - 1/F is exactly 1
    and v^2/F exactly 0: the diffuse start needs no case of its own.
    """
    present = ~np.isnan(y)
    mean, variance = np.zeros(y.shape[1]), np.full(y.shape[1], np.inf)
    v2_over_f = np.zeros(y.shape[1])
    means, variances = np.empty(y.shape), np.empty(y.shape)
    for day, here in enumerate(present):
        f = variance + 1.0
        gain = 1.0 - 1.0 / f
        v = np.where(here, y[day] - mean, 0.0)
        v2_over_f += v * v / f
        mean = np.add(mean, gain * v, out=means[day])
        variances[day] = np.where(here, gain, variance)
        variance = variances[day] + q
    return Filtered(means, variances, v2_over_f)


def smooth(seen: Filtered, lengths: Ints, q: float) -> tuple[Floats, Floats]:
    """Run backward from each series' last day (Rauch, Tung & Striebel 1965)."""
    mean, variance = np.full(seen.mean.shape, np.nan), np.full(seen.mean.shape, np.nan)
    gain = 1.0 - q / (seen.variance + q)
    for day in range(len(mean) - 1, -1, -1):
        ends, inside = lengths - 1 == day, lengths - 1 > day
        mean[day], variance[day] = (np.where(ends, at[day], np.nan) for at in (seen.mean, seen.variance))
        if inside.any():
            back = (1.0 - gain[day]) * seen.mean[day] + gain[day] * mean[day + 1]
            mean[day] = np.where(inside, back, mean[day])
            variance[day] = np.where(inside, gain[day] * (q + gain[day] * variance[day + 1]), variance[day])
    return mean, variance
