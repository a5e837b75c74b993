"""The drawn level is the engine's, for one person."""

from datetime import date, timedelta

import numpy as np
import pytest

from trajectory.charts.level import drawn_level
from trajectory.engine.levels import smoothed_level

FIRST = date(2026, 1, 5)


@pytest.mark.parametrize("seed", range(5))
def test_one_persons_level_is_that_of_the_batch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y = np.clip(5 + rng.normal(size=(1, 90)), 0, 10)
    y[0, 1:-1][rng.random(88) < 0.3] = np.nan
    points = [(FIRST + timedelta(days=day), value) for day, value in enumerate(y[0].tolist()) if value == value]

    drawn = drawn_level(points)

    level = smoothed_level(y)
    for name, expected in (("line", level.mean), ("low", level.low), ("high", level.high)):
        assert [value for _on, value in drawn[name]] == pytest.approx(np.clip(expected[0], 0, 10).tolist(), abs=1e-9)


def test_a_few_days_have_no_level() -> None:
    assert drawn_level([(FIRST + timedelta(days=day), 5.0) for day in range(9)]) == {}
