"""Made-up but believable lives: a level, a drift, noise that lingers, bad days, days left out."""

from dataclasses import dataclass
from functools import partial

import numpy as np

SHARES_UNASKED = 0.12


@dataclass(frozen=True)
class Life:
    """One person's days; arrays of shape (days,). `answered` says on which days there is an entry.

    Ratings are 0 to 10; a day can be answered as a hard day without ratings.
    """

    answered: np.ndarray
    hard_day: np.ndarray
    safe: np.ndarray
    close: np.ndarray
    on_guard: np.ndarray
    hard_talk: np.ndarray
    calm: np.ndarray
    heard: np.ndarray
    defended: np.ndarray
    topic: np.ndarray
    heat: np.ndarray
    mood: np.ndarray


def lingering_noise(rng: np.random.Generator, days: int, carry: float = 0.3) -> np.ndarray:
    """Return AR(1) noise of unit variance, shape (days,)."""
    fresh = rng.normal(size=days) * np.sqrt(1 - carry**2)
    noise = np.empty(days)
    noise[0] = rng.normal()
    for day in range(1, days):
        noise[day] = carry * noise[day - 1] + fresh[day]
    return noise


def draw_life(rng: np.random.Generator, *, days: int, start: float, gain: float) -> Life:
    """Draw one person's days: `start` is the level of the first week, `gain` what is added over half a year."""
    time = np.arange(days)
    mood = start + gain * (1 - np.exp(-time / 56)) / (1 - np.exp(-182 / 56)) + 1.1 * lingering_noise(rng, days)
    mood -= _setbacks(rng, days)
    talk = rng.random(days) < 0.18
    rate = partial(_rating, rng)
    return Life(
        answered=_answered(rng, days),
        hard_day=rng.random(days) < np.where(mood < 1.5, 0.35, 0.01),
        safe=rate(mood),
        close=rate(mood - 0.3),
        on_guard=rate(10 - mood),
        hard_talk=talk,
        calm=rate(mood + 0.3, 1.3),
        heard=rate(mood - 0.2, 1.3),
        defended=rate(9 - mood, 1.4),
        topic=rng.choice(8, size=days, p=[0.2, 0.12, 0.2, 0.12, 0.12, 0.08, 0.06, 0.1]),
        heat=np.clip(rng.normal(4.2 - mood * 0.5, 1.2, size=days).round(), 0, 2).astype(int),
        mood=mood,
    )


def _rating(rng: np.random.Generator, centre: np.ndarray, spread: float = 0.8) -> np.ndarray:
    return np.clip(np.round(centre + rng.normal(scale=spread, size=centre.shape)), 0, 10).astype(int)


def _setbacks(rng: np.random.Generator, days: int) -> np.ndarray:
    """Return how much is taken off each day by a few bad stretches that fade."""
    drop = np.zeros(days)
    for start in np.flatnonzero(rng.random(days) < 1 / 45).tolist():
        stretch = np.arange(start, min(days, start + 6))
        drop[stretch] += rng.uniform(2.5, 4.5) * np.exp(-(stretch - start) / 1.8)
    return drop


def _answered(rng: np.random.Generator, days: int) -> np.ndarray:
    """Return which days have an entry: most, with single gaps and now and then a silent week."""
    answered = rng.random(days) < rng.uniform(0.78, 0.93)
    for start in np.flatnonzero(rng.random(days) < 1 / 120):
        answered[start : start + int(rng.integers(4, 9))] = False
    answered[0] = True
    return answered
