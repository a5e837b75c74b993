"""The level as it is drawn: on every day, seen from all days that are drawn, for one person.

The same local level as `engine.levels.smoothed_level`, which runs over many people at once;
for one person plain numbers are twenty times quicker, and a test holds the two together.
"""

from datetime import timedelta
from math import inf, isnan, sqrt
from typing import TypedDict

import numpy as np

from trajectory.charts.span import Points
from trajectory.engine import constants as c
from trajectory.engine.levels import clipped_days


class LevelPoints(TypedDict, total=False):
    """A level day by day, and the edges of its band; empty with too few days."""

    line: Points
    low: Points
    high: Points


def drawn_level(points: Points, q: float = c.LEVEL_Q) -> LevelPoints:
    """Return the level and its 80 % band from the first day to the last; nothing with too few days."""
    if len(points) < c.LEVEL_MIN_CHECK_INS:
        return {}
    first = points[0][0]
    y = np.full((1, (points[-1][0] - first).days + 1), np.nan)
    for on, value in points:
        y[0, (on - first).days] = value
    values, base, _count = clipped_days(y, np.array([y.shape[1]]))
    means, variances, noise = _filtered(values[:, 0].tolist(), q)
    level, spreads = zip(*_smoothed(means, variances, q), strict=True)
    middle = float(base[0]) + np.array(level)
    half = c.BAND_80_SD * noise * np.sqrt(spreads)
    dates = [first + timedelta(days=day) for day in range(len(level))]
    line, low, high = (
        list(zip(dates, np.clip(y, 0, 10).tolist(), strict=True)) for y in (middle, middle - half, middle + half)
    )
    return {"line": line, "low": low, "high": high}


def _filtered(values: list[float], q: float) -> tuple[list[float], list[float], float]:
    """Run forward: level and variance after each day, and the noise SD."""
    mean, variance, squares, count = 0.0, inf, 0.0, 0
    means, variances = [], []
    for value in values:
        if not isnan(value):
            gain = 1.0 - 1.0 / (variance + 1.0)
            squares += (value - mean) ** 2 / (variance + 1.0)
            mean, variance, count = mean + gain * (value - mean), gain, count + 1
        means.append(mean)
        variances.append(variance)
        variance += q
    return means, variances, sqrt(squares / max(count - 1, 1))


def _smoothed(means: list[float], variances: list[float], q: float) -> list[tuple[float, float]]:
    """Run backward from the last day."""
    level = [(means[-1], variances[-1])]
    for mean, variance in zip(reversed(means[:-1]), reversed(variances[:-1]), strict=True):
        gain = 1.0 - q / (variance + q)
        later, spread = level[-1]
        level.append(((1.0 - gain) * mean + gain * later, gain * (q + gain * spread)))
    return level[::-1]
