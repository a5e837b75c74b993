"""Everything the engine says about a diary from anywhere, as plain numbers for JSON."""

from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike

from trajectory.engine.claims import TOO_EARLY, Replay, States, replay
from trajectory.engine.constants import DECIMALS
from trajectory.engine.diaries import Floats, checked
from trajectory.engine.levels import DayLevel, last_level
from trajectory.engine.setbacks import Recoveries, recoveries, setbacks
from trajectory.engine.spread import Steadiness, Swing, steadiness, swing


class SeriesReport(TypedDict):
    """One diary. The figures from `D` to `n` are those of the last look, None when it came too early."""

    path: list[int | None]
    D: float | None
    need: float | None
    p_weekly: float | None
    p_gls: float | None
    phi: float | None
    slope_week: float | None
    slope_week_sd: float | None
    tip: float | None
    n: int | None
    level: float | None
    level_sd: float | None
    rmssd28: float | None
    rel_sd28: float | None
    steady: list[int] | None
    steady_ci: list[float | None] | None
    recoveries: list[list[int | bool]]


@dataclass(frozen=True)
class Findings:
    """The results of a whole block, from which one report is cut for each series."""

    looks: Replay
    level: DayLevel
    swing: Swing
    steady: Steadiness
    back: Recoveries


def reports(y: ArrayLike, lengths: ArrayLike | None = None) -> list[SeriesReport]:
    """SeriesReport on each series of a block: looks at 35, 42, ... days over all of its days."""
    block, days = checked(y, lengths)
    back = recoveries(block, setbacks(block, days), days)
    found = Findings(replay(block, days), last_level(block, days), swing(block, days), steadiness(block, days), back)
    return [report(found, series) for series in range(len(block))]


def report(found: Findings, series: int) -> SeriesReport:
    """Cut the report of one series out of a block's findings."""
    look, steady = found.looks.look, found.steady
    shown = not np.isnan(steady.share.low[series])
    own = np.flatnonzero(found.back.row == series)
    return SeriesReport(
        path=path_of(found.looks.path[series]),
        D=figure(look.d, series),
        need=figure(look.need, series),
        p_weekly=figure(look.p_weekly, series),
        p_gls=figure(look.p_gls, series),
        phi=figure(look.phi, series),
        slope_week=figure(look.slope_week, series),
        slope_week_sd=figure(look.slope_week_sd, series),
        tip=figure(look.tip, series),
        n=None if look.early[series] else int(look.n[series]),
        level=figure(found.level.mean, series),
        level_sd=figure(found.level.sd, series),
        rmssd28=figure(found.swing.rmssd, series),
        rel_sd28=figure(found.swing.rel_sd, series),
        steady=[int(steady.k[series]), int(steady.n[series])] if shown else None,
        steady_ci=[figure(steady.share.low, series), figure(steady.share.high, series)] if shown else None,
        recoveries=[[int(found.back.day[k]), int(found.back.days[k]), bool(found.back.observed[k])] for k in own],
    )


def path_of(states: States) -> list[int | None]:
    """Turn states into -1, 0, 1 and None for too early; looks beyond the diary's end are left out."""
    return [None if state == TOO_EARLY else int(state) for state in states if state >= TOO_EARLY]


def figure(values: Floats, series: int) -> float | None:
    """Round one figure to six decimals; None for NaN, never minus zero."""
    value = float(values[series])
    return None if np.isnan(value) else round(value, DECIMALS) + 0.0
