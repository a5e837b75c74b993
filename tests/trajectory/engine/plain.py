"""The definition once more, one diary at a time, with dense matrices and loops: what the engine must equal.

Written from the definition, not from the engine; slow, and only for tests.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import stats

GRID = (0.0, 0.15, 0.30, 0.45, 0.60, 0.75, 0.90)


def clipped(day: NDArray, value: NDArray) -> NDArray:
    """Clip at 2.5 robust SD (floor .5) around the least-squares line."""
    slope, intercept = np.polynomial.polynomial.polyfit(day, value, 1)[::-1]
    line = intercept + slope * day
    rest = value - line
    reach = 2.5 * max(1.4826 * np.median(np.abs(rest - np.median(rest))), 0.5)
    return line + np.clip(rest, -reach, reach)


def gls(day: NDArray, value: NDArray) -> dict[str, float]:
    """Line with AR(1) noise by dense covariance, averaged over the grid."""
    n = len(day)
    x = np.column_stack([np.ones(n), day])
    rows = []
    for phi in GRID:
        v = np.power(phi, np.abs(day[:, None] - day[None, :]))
        inner = x.T @ np.linalg.solve(v, x)
        beta = np.linalg.solve(inner, x.T @ np.linalg.solve(v, value))
        rest = value - x @ beta
        rss = max(rest @ np.linalg.solve(v, rest), 1e-9)
        log_w = -0.5 * (np.linalg.slogdet(v)[1] + np.linalg.slogdet(inner)[1] + (n - 2) * math.log(rss))
        rows.append((log_w, beta[1], math.sqrt(rss / (n - 2) * np.linalg.inv(inner)[1, 1]), phi))
    log_w, b, se, phi = np.array(rows).T
    w = np.exp(log_w - log_w.max())
    w /= w.sum()
    mean = float(w @ b)
    sd = math.sqrt(float(w @ (se**2 * (n - 2) / (n - 4) + (b - mean) ** 2)))
    p = float(w @ stats.t.cdf(b / se, n - 2))
    return {"p_gls": p, "phi": float(w @ phi), "slope_week": 7 * mean, "slope_week_sd": 7 * sd}


def weekly(day: NDArray, value: NDArray, length: int) -> float | None:
    """P of the slope through the means of whole weeks counted back from the last day."""
    points = []
    start = length - 7
    while start >= 7:
        inside = (day >= start) & (day < start + 7)
        if inside.sum() >= 2:
            points.append((start / 7, value[inside].mean()))
        start -= 7
    if len(points) < 4:
        return None
    x, y = np.array(points).T
    fit = stats.linregress(x, y)
    if fit.stderr < 1e-9:
        return 0.5 if abs(fit.slope) < 1e-9 else float(fit.slope > 0)
    return float(stats.t.cdf(fit.slope / fit.stderr, len(x) - 2))


def look(y: NDArray) -> dict[str, float | None] | None:
    """One look at all the days given, or None when it is too early."""
    day = np.flatnonzero(~np.isnan(y))
    day = day[day >= 7]
    late, early = day >= len(y) - 14, day < 21
    if len(y) < 35 or len(day) < 14 or late.sum() < 5 or early.sum() < 5:
        return None
    value = clipped(day, y[day])
    p_weekly = weekly(day, value, len(y))
    if p_weekly is None:
        return None
    missing = int(14 - late.sum())
    d = float(value[late].mean() - value[early].mean())
    need = max(0.5, 3 * missing / 14)
    tip = abs(d) * 14 / missing if missing else None
    return {"d": d, "need": need, "tip": tip, "n": len(day), "p_weekly": p_weekly, **gls(day, value)}


def path(y: NDArray, first: int = 35) -> list[int | None]:
    """States of all weekly looks: None too early, 1 higher, 0 no clear change, -1 lower."""
    states: list[int | None] = []
    state, memory = 0, 0
    for length in range(first, len(y) + 1, 7):
        seen = look(y[:length])
        if seen is None:
            state, memory = 0, 0
            states.append(None)
            continue
        p_up = min(seen["p_weekly"], seen["p_gls"])
        p_down = min(1 - seen["p_weekly"], 1 - seen["p_gls"])
        raw = 0
        if p_up >= 0.98 and seen["d"] >= seen["need"] - 1e-9:
            raw = 1
        if p_down >= 0.98 and -seen["d"] >= seen["need"] - 1e-9:
            raw = -1
        held = (state == 1 and p_up >= 0.8 and seen["d"] >= 0.25 - 1e-9) or (
            state == -1 and p_down >= 0.8 and -seen["d"] >= 0.25 - 1e-9
        )
        if not held:
            state = raw if raw == memory else 0
        memory = raw
        states.append(state)
    return states


def episodes(y: NDArray) -> list[tuple[int, int, bool]]:
    """Setbacks with the way back: start day, days, observed."""
    flags = {}
    for t in range(len(y)):
        before = y[max(t - 28, 0) : t]
        before = before[~np.isnan(before)]
        if np.isnan(y[t]) or len(before) < 10:
            continue
        median = np.median(before)
        sd = max(1.4826 * np.median(np.abs(before - median)), 0.75)
        if y[t] <= median - 1.5 + 1e-9 and (y[t] - median) / sd <= -3 + 1e-9:
            flags[t] = median - sd
    found: list[tuple[int, int, bool]] = []
    over = -1
    for t, threshold in flags.items():
        if t <= over:
            continue
        later = [s for s in range(t + 1, len(y)) if y[s] >= threshold - 1e-9]
        over = later[0] if later else len(y)
        found.append((t, (over if later else len(y) - 1) - t, bool(later)))
    return found
