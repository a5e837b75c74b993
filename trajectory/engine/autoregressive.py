"""A straight line with AR(1) noise and exact gaps, averaged over a grid of phi.

V_ij = phi^|t_i - t_j|. Its inverse is tridiagonal: with rho = phi^gap between
neighbouring check-ins, p their sum and d their difference,

    u' V^-1 v = sum u v - 1/2 sum [ rho/(1+rho) p_u p_v - rho/(1-rho) d_u d_v ]

and |V| = product of (1 - rho^2). So everything that the seven values of phi
need is a handful of sums for each length of gap, taken once; no matrix appears.
Weights are the restricted likelihood with a flat prior on the line (Harville
1974, Biometrika 61:383), with the noise variance integrated out.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from trajectory.engine.constants import PHI_GRID, RSS_FLOOR
from trajectory.engine.diaries import Diaries, Floats, Ints
from trajectory.engine.lines import FittedLine

PHI = np.array(PHI_GRID)


@dataclass(frozen=True)
class Trend:
    """What the grid says together: `p_rising`, mean `phi`, `slope` a day and its SD."""

    p_rising: Floats
    phi: Floats
    slope: Floats
    slope_sd: Floats


def fit(of: Diaries, line: FittedLine) -> Trend:
    """Fit a line to each series (at least 5 check-ins) for every phi and average.

    It is fitted to what `line` left over, which keeps the figures small, and the
    slope of `line` is added back.
    """
    one, sx, sy, sxx, sxy, syy, log_v = gap_moments(of, line.x, line.residual)
    determinant = one * sxx - sx * sx
    slope = (one * sxy - sx * sy) / determinant
    level = (sy - slope * sx) / one
    rss = np.maximum(syy - level * sy - slope * sxy, RSS_FLOOR)
    freedom = of.count.astype(float) - 2.0
    weight = normalised(-0.5 * (log_v + np.log(determinant) + freedom * np.log(rss)))
    variance = rss / freedom * one / determinant
    return averaged(weight, slope + line.slope, variance, freedom)


def gap_moments(of: Diaries, x: Floats, y: Floats) -> Floats:
    """Return 1'V1, 1'Vx, 1'Vy, x'Vx, x'Vy, y'Vy (V inverted) and log |V|: (7, phi, series)."""
    moments = np.zeros((7, len(PHI), of.size))
    plain = (np.ones_like(x), x, y, x * x, x * y, y * y)
    moments[:6] = np.stack([of.sum(column) for column in plain])[:, None, :]
    gaps, sums = sums_by_gap(of, x, y)
    rho = powers(int(gaps.max(initial=0)))[1:, gaps, None]
    up, down, log_v = rho / (1 + rho), rho / (1 - rho), np.log1p(-rho * rho)
    alike = moments[:, 1:]  # where phi is 0, neighbours tell nothing of each other
    for at in range(len(gaps)):
        alike[:6] -= up[:, at] * sums[:6, at, None]
        alike[3:6] += down[:, at] * sums[6:, at, None]
        alike[6] += log_v[:, at] * (0.5 * sums[0, at])
    return moments


def sums_by_gap(of: Diaries, x: Floats, y: Floats) -> tuple[Ints, Floats]:
    """Add up sums p and differences d of neighbours for each gap: gaps, (9, gaps, series).

    In the order: 2, p_x, p_y, and halves of p_x^2, p_x p_y, p_y^2, d_x^2, d_x d_y, d_y^2.
    """
    pairs, gap = neighbours(of)
    gaps = np.flatnonzero(np.bincount(gap, minlength=2))
    place = np.zeros(int(gap.max(initial=0)) + 1, dtype=np.int64)
    place[gaps] = np.arange(len(gaps))
    cell = place[gap] * of.size + of.row[pairs]
    if len(gaps) > 1:
        order = np.argsort(cell.astype(np.min_scalar_type(len(gaps) * of.size)), kind="stable")
        pairs, cell = pairs[order], cell[order]
    px, py, dy = (x[1:] + x[:-1])[pairs], (y[1:] + y[:-1])[pairs], (y[1:] - y[:-1])[pairs]
    start = np.flatnonzero(np.diff(cell, prepend=-1))
    sums: Floats = np.zeros((9, len(gaps) * of.size))
    sums[0] = 2.0 * np.bincount(cell, minlength=len(gaps) * of.size)
    columns = {1: px, 2: py, 3: px * px, 4: px * py, 5: py * py, 7: dy, 8: dy * dy}
    for number, column in columns.items() if len(start) else ():
        sums[number, cell[start]] = np.add.reduceat(column, start)
    sums = sums.reshape(9, len(gaps), of.size)
    sums[3:] *= 0.5
    sums[6], sums[7] = 0.25 * (gaps * gaps)[:, None] * sums[0], gaps[:, None] * sums[7]
    return gaps, sums


def neighbours(of: Diaries) -> tuple[Ints, Ints]:
    """Return the check-ins that another of the same series follows, and the days to it."""
    first = np.flatnonzero(of.row[1:] == of.row[:-1])
    return first, (of.day[1:] - of.day[:-1])[first]


def powers(longest: int) -> Floats:
    """Return phi^gap for gaps 0 .. longest, (phi, gaps): repeated products, the same however many."""
    factors = np.repeat(PHI[:, None], longest + 1, axis=1)
    factors[:, 0] = 1.0
    return np.multiply.accumulate(factors, axis=1)


def normalised(log_weight: Floats) -> Floats:
    """Turn log weights (phi, series) into weights that add up to 1 for each series."""
    weight: Floats = np.exp(log_weight - log_weight.max(axis=0))
    return weight / over_phi(weight)


def averaged(weight: Floats, slope: Floats, variance: Floats, freedom: Floats) -> Trend:
    """Average over phi; the SD adds the spread of the slopes to that within each phi."""
    mean = over_phi(weight * slope)
    p_rising = over_phi(weight * stdtr(freedom, slope / np.sqrt(variance)))
    within = variance * (freedom / (freedom - 2.0))
    spread = over_phi(weight * (within + (slope - mean) ** 2))
    return Trend(p_rising, over_phi(weight * PHI[:, None]), mean, np.sqrt(spread))


def over_phi(figures: Floats) -> Floats:
    """Add up over phi, always in the order of the grid."""
    total: Floats = figures[0].copy()
    for row in figures[1:]:
        total += row
    return total
