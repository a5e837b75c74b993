"""Straight lines: the clip around a person's own line, and the trend of weekly means."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr

from trajectory.engine.constants import CLIP_SD, CLIP_SD_FLOOR, MAD_TO_SD, MIN_IN_WEEK, TIE
from trajectory.engine.diaries import Diaries, Floats, Ints, flat

# Below this a sum of squares is rounding: a diary in thirds of a point cannot come near it.
NO_RESIDUAL = 1e-18


@dataclass(frozen=True)
class FittedLine:
    """Least-squares line of each series: `mean + slope * x`, with x measured from its own mean.

    `x`, `fitted`, `residual`: one entry for each check-in; `slope`, `sxx`: one for each series.
    """

    x: Floats
    fitted: Floats
    residual: Floats
    slope: Floats
    sxx: Floats


def least_squares(of: Diaries, x: Floats, y: Floats) -> FittedLine:
    """Fit one line to each series; the slope is 0 where x does not vary."""
    count = np.maximum(of.count, 1)
    x_mean, y_mean = of.sum(x) / count, of.sum(y) / count
    dx, dy = x - of.spread(x_mean), y - of.spread(y_mean)
    sxx, sxy = of.sum(dx * dx), of.sum(dx * dy)
    slope = np.divide(sxy, sxx, out=np.zeros(of.size), where=sxx > 0)
    rise = of.spread(slope) * dx
    return FittedLine(dx, of.spread(y_mean) + rise, dy - rise, slope, sxx)


def robust_sd(of: Diaries, x: Floats) -> Floats:
    """Return 1.4826 times the median absolute deviation from the median."""
    return MAD_TO_SD * of.median(np.abs(x - of.spread(of.median(x))))


def clip(of: Diaries) -> FittedLine:
    """Hold check-ins within `CLIP_SD` robust SD (floor `CLIP_SD_FLOOR`) of their own line.

    The line comes back with the clipped residuals. Its values are counted from
    each series' first reading, so that a constant diary leaves exactly nothing.
    """
    line = least_squares(of, of.day.astype(float), of.value - of.spread(origin(of)))
    reach = of.spread(CLIP_SD * np.maximum(robust_sd(of, line.residual), CLIP_SD_FLOOR))
    return replace(line, residual=np.minimum(np.maximum(line.residual, -reach), reach))


def origin(of: Diaries) -> Floats:
    """Return the first reading of each series, 0 for an empty one."""
    first = np.zeros(of.size)
    first[of.filled] = of.value[of.start]
    return first


def weekly_means(of: Diaries, values: Floats, week: Ints) -> Diaries:
    """Average each series' values over weeks with at least `MIN_IN_WEEK` check-ins.

    `week`: number of the week of each check-in, from 0. What comes back has the
    week as its day.
    """
    width = int(week.max(initial=0)) + 1
    cell = of.row * width + week
    count = np.bincount(cell, minlength=of.size * width)
    sums = np.bincount(cell, values, of.size * width)
    whole = np.flatnonzero(count >= MIN_IN_WEEK)
    row = whole // width
    return flat(row, whole - row * width, sums[whole] / count[whole], of.size)


def p_rising(weeks: Diaries) -> Floats:
    """Probability that weekly means rise: t cdf of the slope with k - 2 degrees of freedom.

    Without any residual it is .5 for a flat line and else 0 or 1; NaN for k < 3.
    """
    line = least_squares(weeks, weeks.day.astype(float), weeks.value)
    freedom = weeks.count - 2.0
    rss = weeks.sum(line.residual * line.residual)
    exact = np.where(np.abs(line.slope) < TIE, 0.5, (line.slope > 0).astype(float))
    noisy = rss > NO_RESIDUAL
    usable = noisy & (freedom > 0)
    error = np.sqrt(np.divide(rss, freedom * line.sxx, out=np.ones(weeks.size), where=usable))
    p = np.where(noisy, stdtr(np.maximum(freedom, 1.0), line.slope / error), exact)
    return np.where(freedom > 0, p, np.nan)
