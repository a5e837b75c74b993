"""Which windows let hard talks be judged, by simulation (docs/decisions/0021).

    python3 dev.py bench talks [--series 1500]

One answer of 0 to 10 on hard-talk days alone, so many a week at random, SD 1.8, AR(1) over
days, half a year of weekly looks. JSON: for each pair of windows and scenario the share of
people ever judged, and of those ever called higher or lower.
"""

import argparse
import json
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from bench.honesty import DAYS, RISE_DAYS
from trajectory.engine.claims import DAILY, HIGHER, LOWER, NONE, TALKS, Windows, replay

SIGMA, MIDDLE = 1.8, 4.5
WINDOWS = {"14": DAILY, "28": TALKS, "42": Windows(42, 0.0)}
SCENARIOS = [(talks, ar, gain) for talks in (1.5, 2.0, 3.0) for ar, gain in ((0.3, 0.0), (0.5, 0.0), (0.3, 2.0))]


def main(argv: list[str]) -> int:
    """Simulate, and print the table as JSON."""
    parser = argparse.ArgumentParser(prog="bench talks", description=__doc__.partition("\n")[0])
    parser.add_argument("--series", type=int, default=1500, help="people for each scenario")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    print(json.dumps(simulate(options.series, options.seed), indent=1))
    return 0


def simulate(series: int, seed: int) -> list[dict[str, object]]:
    """Judge the same people with each pair of windows."""
    found = []
    for talks, ar, gain in SCENARIOS:
        y = answers(np.random.default_rng(seed), series, talks, ar, gain)
        for name, windows in WINDOWS.items():
            path = replay(y, windows=windows).path
            shares = {
                "ever_judged": share(path >= LOWER),
                "higher": share(path == HIGHER),
                "lower": share(path == LOWER),
                "no_change": share(path == NONE),
            }
            found.append({"window": name, "talks_a_week": talks, "ar": ar, "gain": gain, **shares})
    return found


def answers(rng: np.random.Generator, series: int, talks: float, ar: float, gain: float) -> NDArray[np.float64]:
    """Draw the answers of people who change by `gain` points in half a year; NaN on days without a talk."""
    noise = rng.normal(size=(series, DAYS))
    noise[:, 1:] *= np.sqrt(1 - ar**2)
    for day in range(1, DAYS):
        noise[:, day] += ar * noise[:, day - 1]
    rise = gain * (1 - np.exp(-np.arange(DAYS) / RISE_DAYS)) / (1 - np.exp(-DAYS / RISE_DAYS))
    y = np.clip(np.round(MIDDLE + rise + SIGMA * noise), 0, 10)
    y[rng.random(y.shape) > talks / 7] = np.nan
    return y


def share(marks: NDArray[np.bool_]) -> float:
    """Return the share of people with any mark."""
    return round(float(marks.any(axis=1).mean()), 4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
