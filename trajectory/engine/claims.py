"""One look at a diary, and the rule that turns looks into a claim."""

from dataclasses import dataclass, fields
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trajectory.engine import autoregressive
from trajectory.engine import constants as c
from trajectory.engine.diaries import Bools, Diaries, Floats, Ints, checked, diaries, in_chunks
from trajectory.engine.lines import clip, p_rising, weekly_means

States = NDArray[np.int8]
HIGHER, NONE, LOWER = 1, 0, -1
TOO_EARLY = -2
NO_LOOK = -3
CHECK_INS_AT_ONCE = 28_000


@dataclass(frozen=True)
class Windows:
    """The days a look compares at either end, and what their missing share adds to the effect a claim needs.

    A day without a hard talk is not missing, so there it adds nothing.
    """

    days: int = c.WINDOW_DAYS
    per_missing_share: float = c.EFFECT_PER_MISSING_SHARE


DAILY = Windows()
TALKS = Windows(c.TALK_WINDOW_DAYS, 0.0)


@dataclass(frozen=True)
class Look:
    """What one look at the days so far says about each series; NaN when too early.

    `n`: check-ins after the burn-in. `d`: last fortnight less the first, on clipped
    values, and `need` what it must reach. `tip`: how many points harder than the
    rest the missing days of the last fortnight must have been to cancel `d`.
    """

    early: Bools
    n: Ints
    d: Floats
    need: Floats
    p_weekly: Floats
    p_gls: Floats
    phi: Floats
    slope_week: Floats
    slope_week_sd: Floats
    tip: Floats


@dataclass(frozen=True)
class ClaimStep:
    """What a look leaves behind for the next: what it saw by itself, and the state."""

    raw: States
    state: States


@dataclass(frozen=True)
class Replay:
    """All looks at once: `path` is (series, looks); `look` and `step` are each series' last.

    `since`: number in `path` of the first look of the present state, -1 without looks.
    """

    path: States
    since: Ints
    look: Look
    step: ClaimStep


def take_look(y: ArrayLike, lengths: ArrayLike | None = None, windows: Windows = DAILY) -> Look:
    """Look at days 0 .. length-1 of each series; the states come from `advance`."""
    block, days = checked(y, lengths)
    check_ins = int(np.count_nonzero(~np.isnan(block)))
    chunk = CHECK_INS_AT_ONCE * len(block) // max(check_ins, 1) + 1
    return in_chunks(partial(look_at, windows=windows), len(block), chunk, block, days)


def look_at(y: Floats, lengths: Ints, windows: Windows) -> Look:
    """Take the look at one chunk, computing only where there is enough to say."""
    of = diaries(y, lengths, since=c.BURN_IN_DAYS)
    week = (of.spread(lengths) - 1 - of.day) // c.LOOK_STEP_DAYS
    late = of.day >= of.spread(lengths) - windows.days
    last = of.sum(late)
    enough = is_enough(of, lengths, week, last, windows)
    figures = np.full((8, of.size), np.nan)
    if enough.any():
        chosen = enough[of.row]
        figures[:, enough] = figures_of(of.only(enough), lengths[enough], week[chosen], last[enough], windows)
    return Look(~enough, of.count, *figures)


def is_enough(of: Diaries, lengths: Ints, week: Ints, last: Floats, windows: Windows) -> Bools:
    """Say which series have enough check-ins, and in the right places; the two windows do not overlap."""
    early = of.sum(of.day < c.BURN_IN_DAYS + windows.days)
    whole = (lengths - c.BURN_IN_DAYS) // c.LOOK_STEP_DAYS
    inside = week < of.spread(whole)
    width = int(week.max(initial=0)) + 1
    in_week = np.bincount(of.row[inside] * width + week[inside], minlength=of.size * width)
    weeks = np.count_nonzero(in_week.reshape(of.size, width) >= c.MIN_IN_WEEK, axis=1)
    both = (early >= c.MIN_IN_WINDOW) & (last >= c.MIN_IN_WINDOW)
    long = (lengths >= c.BURN_IN_DAYS + 2 * windows.days) & (of.count >= c.MIN_CHECK_INS)
    often: Bools = weeks >= c.MIN_WEEKS
    return long & both & often


def figures_of(of: Diaries, lengths: Ints, week: Ints, last: Floats, windows: Windows) -> Floats:
    """Return the eight figures of a look, (8, series), in the order of `Look`."""
    line = clip(of)
    values = line.fitted + line.residual
    late = of.day >= of.spread(lengths) - windows.days
    early = of.day < c.BURN_IN_DAYS + windows.days
    d = of.sum(np.where(late, values, 0.0)) / last - of.sum(np.where(early, values, 0.0)) / of.sum(early)
    missing = windows.days - last
    need = np.maximum(c.CLAIM_EFFECT, windows.per_missing_share * missing / windows.days)
    tip = np.where(missing > 0, np.abs(d) * windows.days / np.maximum(missing, 1), np.nan)
    p_weekly = p_of_weeks(of, values, week, lengths)
    trend = autoregressive.fit(of, line)
    return np.stack([d, need, p_weekly, trend.p_rising, trend.phi, 7 * trend.slope, 7 * trend.slope_sd, tip])


def p_of_weeks(of: Diaries, values: Floats, week: Ints, lengths: Ints) -> Floats:
    """Probability that the means of whole weeks rise, weeks counted back from the last day."""
    whole = of.spread((lengths - c.BURN_IN_DAYS) // c.LOOK_STEP_DAYS)
    inside = week < whole
    part = of.keep(inside)
    return p_rising(weekly_means(part, values[inside], (whole - 1 - week)[inside]))


def raw_of(look: Look) -> States:
    """Say what a look shows by itself: both estimators sure, and the effect large enough."""
    rises = np.minimum(look.p_weekly, look.p_gls) >= c.CLAIM_P
    falls = np.minimum(1 - look.p_weekly, 1 - look.p_gls) >= c.CLAIM_P
    higher = rises & (look.d >= look.need - c.TIE)
    lower = falls & (-look.d >= look.need - c.TIE)
    return higher.astype(np.int8) - lower.astype(np.int8)


def kept(look: Look, state: States) -> Bools:
    """Say which held claims this look still bears."""
    p = np.where(
        state == HIGHER,
        np.minimum(look.p_weekly, look.p_gls),
        np.minimum(1 - look.p_weekly, 1 - look.p_gls),
    )
    return np.isin(state, (HIGHER, LOWER)) & (p >= c.KEEP_P) & (state * look.d >= c.KEEP_EFFECT - c.TIE)


def advance(look: Look, before: ClaimStep) -> ClaimStep:
    """Turn one new look, beside last week's step, into this week's.

    A claim needs the same raw answer at two consecutive looks. A look that comes
    too early forgets both the state and what the look before it saw.
    """
    raw = raw_of(look)
    fresh = np.where(raw == before.raw, raw, NONE)
    state = np.where(kept(look, before.state), before.state, fresh)
    return ClaimStep(
        np.where(look.early, 0, raw).astype(np.int8), np.where(look.early, TOO_EARLY, state).astype(np.int8)
    )


def beginning(size: int) -> ClaimStep:
    """Return the step before any look."""
    return ClaimStep(np.zeros(size, np.int8), np.full(size, NO_LOOK, np.int8))


def replay(
    y: ArrayLike, lengths: ArrayLike | None = None, *, in_step: bool = False, windows: Windows = DAILY
) -> Replay:
    """Take every weekly look of each series, from the first possible one.

    Looks see 35, 42, ... days; with `in_step` they are counted back from each
    series' last day, so that the last look sees all of it (the closed week).
    """
    block, days = checked(y, lengths)
    first = c.FIRST_LOOK_DAYS + (days % c.LOOK_STEP_DAYS if in_step else 0 * days)
    looks = np.maximum((days - first) // c.LOOK_STEP_DAYS + 1, 0)
    step, look = beginning(len(block)), empty_look(len(block))
    path = np.full((len(block), int(looks.max(initial=0))), NO_LOOK, np.int8)
    for week in range(path.shape[1]):
        on = looks > week
        seen = take_look(block[on], first[on] + week * c.LOOK_STEP_DAYS, windows)
        now = advance(seen, ClaimStep(step.raw[on], step.state[on]))
        put(step, now, on)
        put(look, seen, on)
        path[on, week] = now.state
    return Replay(path, since(path, looks), look, step)


def empty_look(size: int) -> Look:
    """Return a look that has seen nothing."""
    return Look(np.ones(size, bool), np.zeros(size, np.int64), *np.full((8, size), np.nan))


def put(into: Look | ClaimStep, part: Look | ClaimStep, where: Bools) -> None:
    """Write the figures of some series into their places among all."""
    for field in fields(into):
        getattr(into, field.name)[where] = getattr(part, field.name)


def since(path: States, looks: Ints) -> Ints:
    """Number of the first look of each series' present state, -1 without looks."""
    place = np.arange(path.shape[1])
    final = np.take_along_axis(path, np.maximum(looks - 1, 0)[:, None], axis=1) if path.size else path
    other = (path != final) & (place < looks[:, None])
    return np.where(looks > 0, np.where(other, place, -1).max(axis=1, initial=-1) + 1, -1)
