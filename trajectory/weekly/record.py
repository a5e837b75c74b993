"""One person's weekly record, from answers: the place that speaks with the engine."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checkins.layout import LAYOUT, Bytes
from trajectory.engine import constants as c
from trajectory.engine.claims import (
    DAILY,
    HIGHER,
    LOWER,
    NO_LOOK,
    NONE,
    TALKS,
    TOO_EARLY,
    ClaimStep,
    Look,
    Windows,
    advance,
    replay,
    take_look,
)
from trajectory.engine.latency import kaplan_meier, median_time
from trajectory.engine.levels import last_level
from trajectory.engine.robust import robust_trend
from trajectory.engine.setbacks import Recoveries, recoveries, setbacks
from trajectory.engine.spread import Steadiness, first_steadiness, steadier, steadiness, swing
from trajectory.records import Direction, ReadingRecord, Setback, Steady, parts_of
from trajectory.weekly.days import NOT_TOLD, Days

# The ratings that are looked at by themselves, beside the composite: their name in the record, and their windows.
RATINGS_LOOKED_AT = {
    "close": ("close", DAILY),
    "calm": ("calm", TALKS),
    "heard": ("heard", TALKS),
    "own_defence": ("defended", TALKS),
}
LOOKED_AT = {"composite": DAILY} | {name: windows for name, (_rating, windows) in RATINGS_LOOKED_AT.items()}
STATE_WORDS = {HIGHER: "higher", LOWER: "lower", NONE: "none", TOO_EARLY: "too_early", NO_LOOK: "too_early"}
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Record = dict[str, Any]


@dataclass(frozen=True)
class Diary:
    """Answers from each person's day 0 on: (people, days, bytes of `LAYOUT`), and how many days are seen."""

    answers: Bytes
    lengths: Ints
    starts: list[date]

    def rating(self, name: str) -> Floats:
        """Return one rating as floats, NaN for none."""
        return floats(LAYOUT.number(self.answers, name))

    def series(self) -> list[Floats]:
        """Return the series that are looked at, in the order of `LOOKED_AT`."""
        composite = (self.rating("safe") + self.rating("close") + (10 - self.rating("on_guard"))) / 3
        return [composite, *(self.rating(rating) for rating, _windows in RATINGS_LOOKED_AT.values())]


@dataclass(frozen=True)
class Steps:
    """What the looks of a week leave for the next: (people, series) each; `since` is a week index or -1."""

    raw: Ints
    state: Ints
    since: Ints

    @classmethod
    def parse(cls, texts: list[str]) -> "Steps":
        """Read what `spelled` wrote, one text for each person; the empty text is no look yet."""
        none = ",".join(map(str, [0, NO_LOOK, -1] * len(LOOKED_AT)))
        numbers = np.fromstring(",".join(text or none for text in texts), np.int64, sep=",")
        return cls(*numbers.reshape(len(texts), len(LOOKED_AT), 3).transpose(2, 0, 1))

    def spelled(self) -> list[str]:
        """Return one text for each person."""
        numbers = np.stack([self.raw, self.state, self.since], axis=2).reshape(len(self.raw), -1)
        return [",".join(map(str, row)) for row in numbers.tolist()]


def floats(ratings: NDArray[np.uint8]) -> Floats:
    """Return ratings as floats, NaN for none."""
    return SCALE[ratings]


SCALE = np.where(np.arange(256) <= 10, np.arange(256.0), np.nan)


def diary_of(days: Days, rows: Ints, first: Ints, last: Ints) -> Diary:
    """Cut each person's columns `first` to `last` (both included) out of the days."""
    lengths = last - first + 1
    column = first[:, None] + np.arange(int(lengths.max(initial=0)))
    inside = column <= last[:, None]
    answers = days.answers[rows[:, None], np.where(inside, column, 0)]
    answers[~inside] = NOT_TOLD
    return Diary(answers, lengths, [days.from_on + timedelta(days=at) for at in first.tolist()])


def replayed(diary: Diary, index: Ints) -> Steps:
    """Take every look again up to the week `index` of each person, the last one of the diary."""
    series = zip(diary.series(), LOOKED_AT.values(), strict=True)
    parts = [_replayed(y, diary.lengths, index, windows) for y, windows in series]
    return Steps(*(np.stack(column, axis=1) for column in zip(*parts, strict=True)))


def _replayed(y: Floats, lengths: Ints, index: Ints, windows: Windows) -> tuple[Ints, Ints, Ints]:
    path = replay(y, lengths, in_step=True, windows=windows)
    looks = np.maximum((lengths - c.FIRST_LOOK_DAYS) // c.LOOK_STEP_DAYS + 1, 0)
    early = path.step.state <= TOO_EARLY
    since = np.where(early, -1, index - (looks - 1) + path.since)
    return path.step.raw.astype(np.int64), path.step.state.astype(np.int64), since


def read_week(
    diary: Diary, index: Ints, before: Steps, beside: dict[str, list[Any]]
) -> tuple[list[ReadingRecord], Steps]:
    """Return each person's record of the week that ends with their diary, and its steps.

    `beside`: more columns of the record, one value for each person.
    """
    series = diary.series()
    looks, steps = [], []
    for number, (y, windows) in enumerate(zip(series, LOOKED_AT.values(), strict=True)):
        look = take_look(y, diary.lengths, windows)
        step = advance(look, ClaimStep(before.raw[:, number].astype(np.int8), before.state[:, number].astype(np.int8)))
        stays = (step.state == before.state[:, number]) & (step.state != TOO_EARLY)
        since = np.where(step.state <= TOO_EARLY, -1, np.where(stays, before.since[:, number], index))
        looks.append(look)
        steps.append((step.raw.astype(np.int64), step.state.astype(np.int64), since))
    after = Steps(*(np.stack(column, axis=1) for column in zip(*steps, strict=True)))
    columns: dict[str, list[Any]] = {"week_index": index.tolist(), "since": [on.isoformat() for on in diary.starts]}
    columns |= _claims(looks, after) | _days(diary, series[0]) | beside
    return parts_of(ReadingRecord, columns), after


def figures(values: Floats) -> list[float | None]:
    """Round to six decimals, the last step before storing; None for NaN, never minus zero."""
    rounded = np.round(values, c.DECIMALS) + 0.0
    listed: list[float | None] = rounded.tolist()
    return [None if value != value else value for value in listed] if np.isnan(rounded).any() else listed


def _claims(looks: list[Look], after: Steps) -> dict[str, list[Any]]:
    """Return the columns of the composite's look, and one small record for each other series."""
    look = looks[0]
    columns: dict[str, list[Any]] = {
        "n": look.n.tolist(),
        "state": _words(after.state[:, 0]),
        "state_since": _weeks(after.since[:, 0]),
        "D": figures(look.d),
        "need": figures(look.need),
        "p_weekly": figures(look.p_weekly),
        "p_gls": figures(look.p_gls),
        "phi": figures(look.phi),
        "slope_week": figures(look.slope_week),
        "slope_week_sd": figures(look.slope_week_sd),
        "tip": figures(look.tip),
    }
    for number, name in enumerate(list(LOOKED_AT)[1:], 1):
        columns[name] = _item(looks[number], _words(after.state[:, number]), _weeks(after.since[:, number]))
    return columns


def _item(look: Look, states: list[str], since: list[int | None]) -> list[Direction]:
    columns: dict[str, list[Any]] = {
        "state": states,
        "state_since": since,
        "n": look.n.tolist(),
        "D": figures(look.d),
        "p_weekly": figures(look.p_weekly),
        "p_gls": figures(look.p_gls),
    }
    return parts_of(Direction, columns)


def _words(states: Ints) -> list[str]:
    return [STATE_WORDS[state] for state in states.tolist()]


def _weeks(since: Ints) -> list[int | None]:
    return [None if week < 0 else week for week in since.tolist()]


def _days(diary: Diary, composite: Floats) -> dict[str, list[Any]]:
    """Return the columns that describe days: level, swing, steadiness, setbacks."""
    lengths = diary.lengths
    level, days_swing = last_level(composite, lengths), swing(composite, lengths)
    trend = robust_trend(composite, lengths)
    now, first = steadiness(composite, lengths), first_steadiness(composite, lengths)
    back = recoveries(composite, setbacks(composite, lengths), lengths)
    return {
        "level": figures(level.mean),
        "level_lo": figures(level.low),
        "level_hi": figures(level.high),
        "theil_sen": figures(trend.slope * 7),
        "mk_s": figures(trend.s),
        "swing": figures(days_swing.rmssd),
        "rel_swing": figures(days_swing.rel_sd),
        "swing_first": figures(swing(composite, np.minimum(lengths, c.STEADY_WINDOW_DAYS)).rmssd),
        "steady": _steady(now),
        "steady_first": _steady(first),
        "steadier": (np.nan_to_num(steadier(now, first).low) > 0).tolist(),
        "setbacks": _setbacks(diary, back),
        "back": _ways_back(back, len(lengths)),
    }


def _steady(found: Steadiness) -> list[Steady | None]:
    rows = zip(found.k.tolist(), found.n.tolist(), figures(found.share.low), figures(found.share.high), strict=True)
    return [None if row[2] is None else list(row) for row in rows]


def _setbacks(diary: Diary, back: Recoveries) -> list[list[Setback]]:
    """List each person's setbacks in order: those seen in the ratings, and the days they called hard."""
    found: list[list[Setback]] = [[] for _ in diary.starts]
    ends: list[list[tuple[int, int]]] = [[] for _ in diary.starts]
    rows = (back.row.tolist(), back.day.tolist(), back.days.tolist(), back.observed.tolist(), figures(back.depth))
    for row, day, days, observed, depth in zip(*rows, strict=True):
        on = (diary.starts[row] + timedelta(days=day)).isoformat()
        found[row].append({"on": on, "seen": True, "said": False, "depth": depth, "days": days, "open": not observed})
        ends[row].append((day, day + days))
    called = LAYOUT.has(diary.answers, "hard_day") | LAYOUT.has(diary.answers, "hard_moment")
    for row, day in zip(*(at.tolist() for at in np.nonzero(called)), strict=True):
        inside = [place for place, (start, end) in enumerate(ends[row]) if start <= day <= end]
        if inside:
            found[row][inside[0]]["said"] = True
            continue
        found[row].append(hard_day(diary.starts[row] + timedelta(days=day)))
    return [sorted(setback, key=lambda entry: entry["on"]) for setback in found]


def hard_day(on: date) -> Setback:
    """Return a setback that somebody said, and nothing showed."""
    return {"on": on.isoformat(), "seen": False, "said": True, "depth": None, "days": None, "open": False}


def declared(setbacks: list[Setback], moments: list[date]) -> list[Setback]:
    """Return setbacks with a person's own hard moments among them.

    One that rests on a moment alone is marked: whether anybody else reads it is asked of that moment.
    """
    found = [one.copy() for one in setbacks]
    for on in moments:
        inside = next((one for one in found if _holds(one, on)), None)
        if inside is None:
            found.append({**hard_day(on), "own": True})
        elif inside["seen"]:
            inside["said"] = True
    return sorted(found, key=lambda entry: entry["on"])


def _holds(setback: Setback, on: date) -> bool:
    """Say whether a date lies between a setback and the way back from it."""
    start = date.fromisoformat(setback["on"])
    return start <= on <= start + timedelta(days=setback["days"] or 0)


def _ways_back(back: Recoveries, people: int) -> list[Record | None]:
    """Return the median days back over a person's episodes, None with fewer than five."""
    count = np.bincount(back.row, minlength=people)
    place = np.arange(len(back.row)) - (np.cumsum(count) - count)[back.row]
    durations = np.full((people, int(count.max(initial=0))), np.nan)
    observed = np.zeros(durations.shape, bool)
    durations[back.row, place], observed[back.row, place] = back.days, back.observed
    if not durations.size:
        return [None] * people
    median = median_time(kaplan_meier(durations, observed))
    rows = zip(figures(median.estimate), figures(median.low), figures(median.high), strict=True)
    return [None if row[0] is None else dict(zip(("median", "lo", "hi"), row, strict=True)) for row in rows]
