"""How often the claim rule is wrong, and how often it sees what is there, by simulation.

    python3 dev.py bench honesty [--series 6000] [--seed 1] [--setbacks]

A diary is y = clip(round(3 (4 + gain(t) + 1.1 e_t)) / 3, 0, 10): a composite of three
items, e AR(1) with unit variance, half a year, 30 % of the days missing at random. The
gain rises quickly and levels off: G (1 - exp(-t/56)) / (1 - exp(-182/56)). Every diary
gets all its weekly looks. With --setbacks, two days three points lower begin on 4 % of
days in every scenario. The last lines on standard output are JSON; shares are 0 to 1.
"""

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass, replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from trajectory.engine.claims import HIGHER, LOWER, replay
from trajectory.engine.constants import FIRST_LOOK_DAYS, LOOK_STEP_DAYS

DAYS = 182
START, SIGMA = 4.0, 1.1
MISSING = 0.3
RISE_DAYS = 56.0
NULL_AR = (0.0, 0.3, 0.5, 0.7)
GAINS = (1, 2, 3, 4)
GAIN_AR = 0.3
SETBACK_SHARE, SETBACK_DAYS, SETBACK_POINTS = 0.04, 2, -3.0
BLOCK = 1000

# What happens to claims that are held in week 13, from the next day on, in points.
HELD_WEEK, SHOCK_GAIN = 13, 3
AFTER = HELD_WEEK * LOOK_STEP_DAYS
CRASH = (AFTER, AFTER + 3, -4.0)
BAD_DAY = (AFTER, AFTER + 1, -10.0)
DROP = (AFTER, DAYS, -3.0)
WEEKS_AFTER = (14, 15, 16)


@dataclass(frozen=True)
class Scenario:
    """What is simulated: `shock` is first day, end and points; `setbacks` adds the dips of ordinary life."""

    ar: float = GAIN_AR
    gain: float = 0.0
    shock: tuple[int, int, float] | None = None
    setbacks: bool = False


def main(argv: list[str]) -> int:
    """Simulate, and print the table as JSON."""
    parser = argparse.ArgumentParser(prog="bench honesty", description=__doc__.partition("\n")[0])
    parser.add_argument("--series", type=int, default=6000, help="diaries for each scenario")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--setbacks", action="store_true", help="let dips of two days begin on 4 %% of days")
    options = parser.parse_args(argv)
    if options.series < 1 or options.seed < 0:
        parser.error("--series starts at 1 and --seed at 0")
    print(json.dumps(simulate(options.series, options.seed, setbacks=options.setbacks), indent=1))
    return 0


def simulate(series: int, seed: int, *, setbacks: bool = False) -> dict[str, object]:
    """Run every scenario; each has its own stream, so that one can be looked at alone."""
    plain = Scenario(setbacks=setbacks)
    null = {f"{ar:g}": null_rates(paths(series, seed, replace(plain, ar=ar))) for ar in NULL_AR}
    gain = {str(points): gain_rates(paths(series, seed, replace(plain, gain=points))) for points in GAINS}
    held = replace(plain, gain=SHOCK_GAIN)
    crash, bad_day, drop = (shocked(series, seed, replace(held, shock=shock)) for shock in (CRASH, BAD_DAY, DROP))
    return {
        "series": series,
        "seed": seed,
        "null": null,
        "gain": gain,
        "crash": {"held": [share(crash[:, look_of(week)] == HIGHER) for week in WEEKS_AFTER]},
        "one_bad_day": share(bad_day[:, look_of(WEEKS_AFTER[0])] == HIGHER),
        "lasting_drop": share(drop[:, look_of(WEEKS_AFTER[-1])] != HIGHER),
    }


def null_rates(path: NDArray) -> dict[str, float]:
    """How often a diary without change is called higher or lower in any of its looks, and in one."""
    higher, lower = path == HIGHER, path == LOWER
    return {"higher_any": share(higher.any(axis=1)), "lower_any": share(lower.any(axis=1)), "per_look": share(higher)}


def gain_rates(path: NDArray) -> dict[str, float | None]:
    """How often a gain is seen by the last look, and the median week of the first claim."""
    higher = path == HIGHER
    seen = higher.any(axis=1)
    first_week = higher.argmax(axis=1)[seen] + FIRST_LOOK_DAYS // LOOK_STEP_DAYS
    return {"higher_any": share(seen), "median_week": float(np.median(first_week)) if len(first_week) else None}


def shocked(series: int, seed: int, scenario: Scenario) -> NDArray:
    """Paths of the diaries whose claim was held in week 13, once the shock has struck."""
    after = paths(series, seed, scenario)
    return after[after[:, look_of(HELD_WEEK)] == HIGHER]


def paths(series: int, seed: int, scenario: Scenario) -> NDArray:
    """Simulate diaries and take all their looks, a block at a time; the same seed, the same noise."""
    rng = np.random.default_rng([seed, round(100 * scenario.ar), round(100 * scenario.gain)])
    began, blocks = time.perf_counter(), []
    for at in range(0, series, BLOCK):
        blocks.append(replay(diaries(rng, min(BLOCK, series - at), scenario)).path)
    print(f"{scenario}: {time.perf_counter() - began:.1f} s", file=sys.stderr, flush=True)
    return np.concatenate(blocks)


def diaries(rng: np.random.Generator, size: int, scenario: Scenario) -> NDArray:
    """Draw diaries (size, days), NaN for a missing day."""
    day = np.arange(DAYS)
    rise = scenario.gain * (1 - np.exp(-day / RISE_DAYS)) / (1 - np.exp(-DAYS / RISE_DAYS))
    mood = START + rise + SIGMA * noise(rng, size, scenario.ar)
    missing = rng.random((size, DAYS)) < MISSING
    if scenario.shock:
        first, end, points = scenario.shock
        mood[:, first:end] += points
    if scenario.setbacks:
        mood += SETBACK_POINTS * dips(rng, size)
    reading = np.clip(np.round(3 * mood) / 3, 0.0, 10.0)
    reading[missing] = np.nan
    return reading


def dips(rng: np.random.Generator, size: int) -> NDArray:
    """Mark the days (size, days) of setbacks that begin at random and last `SETBACK_DAYS`."""
    begins = rng.random((size, DAYS)) < SETBACK_SHARE
    low = begins.copy()
    for later in range(1, SETBACK_DAYS):
        low[:, later:] |= begins[:, :-later]
    return low


def noise(rng: np.random.Generator, size: int, ar: float) -> NDArray:
    """Draw AR(1) noise of unit variance, (size, days)."""
    e = rng.normal(size=(size, DAYS))
    for day in range(1, DAYS):
        e[:, day] = ar * e[:, day - 1] + np.sqrt(1 - ar * ar) * e[:, day]
    return e


def look_of(week: int) -> int:
    """Place of a week's look in a path."""
    return week - FIRST_LOOK_DAYS // LOOK_STEP_DAYS


def share(hits: NDArray) -> float | None:
    """Return the share of hits, None when there was nothing to hit."""
    return round(float(np.mean(hits)), 6) if hits.size else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
