"""Made diaries for the tests of the engine."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray


def drawn(
    seed: int, *, series: int = 1, days: int = 120, gain: float = 0.0, ar: float = 0.3, missing: float = 0.3
) -> NDArray:
    """Draw diaries in thirds of a point: a straight gain, AR(1) noise, days missing at random."""
    rng = np.random.default_rng(seed)
    e = rng.normal(size=(series, days))
    for day in range(1, days):
        e[:, day] = ar * e[:, day - 1] + np.sqrt(1 - ar * ar) * e[:, day]
    y = np.clip(np.round(3 * (5 + gain * np.arange(days) / days + 1.1 * e)) / 3, 0.0, 10.0)
    y[rng.random((series, days)) < missing] = np.nan
    y[:, 0] = 5.0
    return y


def wave(days: int = 140) -> NDArray:
    """A diary without chance: three points that level off, waves of days and of a moon, four days in five."""
    day = np.arange(days)
    y = 3.5 + 3 * (1 - np.exp(-day / 56)) + 0.4 * np.sin(day * 0.224)
    y += 0.8 * np.sin(day * 0.9) + 0.8 * np.sin(day * 2.3)
    y[day % 5 == 3] = np.nan
    return np.round(3 * y) / 3


@st.composite
def diaries(draw: st.DrawFn) -> NDArray:
    """One diary of 35 to 120 days: either plain dice, or a gain or loss in noise."""
    days = draw(st.integers(35, 120))
    seed = draw(st.integers(0, 2**32 - 1))
    missing = draw(st.sampled_from([0.0, 0.2, 0.5, 0.8]))
    gain = draw(st.sampled_from([-4.0, -1.0, 0.0, 1.0, 4.0]))
    if draw(st.booleans()):
        return drawn(seed, days=days, gain=gain, missing=missing)
    rng = np.random.default_rng(seed)
    dice = rng.integers(0, 31, (1, days)) / 3
    dice[rng.random((1, days)) < missing] = np.nan
    return dice
