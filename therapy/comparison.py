"""Figures that use the rows of both: computed when the page is drawn, stored nowhere.

They are shown at the lower of the two levels, and only while something may be said about two.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from therapy.reading import Answers
from trajectory.charts.answered import DrawnDay
from trajectory.engine.constants import CO_MOVEMENT_WINDOW_DAYS
from trajectory.engine.pairs import co_movement, gap

JOINT_TALKS = 10


@dataclass(frozen=True)
class Comparison:
    """Mean difference with its interval, co-movement, and the seen gap in both directions; None if too thin."""

    gap: tuple[float, float, float] | None
    gap_days: int
    together: float | None
    together_pairs: int
    seen: tuple[float | None, float | None]
    joint_talks: int


def compare(first: Answers, second: Answers, last: date) -> Comparison:
    """Compare two people's days up to a date."""
    a, b = (_row(answers, last) for answers in (first, second))
    between, movement = gap(a, b), co_movement(a, b)
    mean = (between.mean.estimate[0], between.mean.low[0], between.mean.high[0])
    of_second = {day.on: day for day in second}
    both = ((day, of_second[day.on]) for day in first if day.on in of_second)
    talks = [(one, other) for one, other in both if _is_joint(one, other)]
    return Comparison(
        gap=None if np.isnan(mean[0]) else (float(mean[0]), float(mean[1]), float(mean[2])),
        gap_days=int(between.days[0]),
        together=None if np.isnan(movement.r[0]) else float(movement.r[0]),
        together_pairs=int(movement.pairs[0]),
        seen=(_seen(talks, 0), _seen(talks, 1)),
        joint_talks=len(talks),
    )


def _row(answers: Answers, last: date) -> np.ndarray:
    row = np.full((1, CO_MOVEMENT_WINDOW_DAYS), np.nan)
    for day in answers:
        back = (last - day.on).days
        if 0 <= back < CO_MOVEMENT_WINDOW_DAYS and (value := day.composite) is not None:
            row[0, -1 - back] = value
    return row


def _is_joint(one: DrawnDay, other: DrawnDay) -> bool:
    return all(day.said[name] is not None for day in (one, other) for name in ("heard", "defended"))


def _seen(talks: list[tuple[DrawnDay, DrawnDay]], of: int) -> float | None:
    """Mean of how heard one felt less how open the other says they were; None with few talks."""
    if len(talks) < JOINT_TALKS:
        return None
    return float(np.mean([pair[of].said["heard"] - (10 - pair[1 - of].said["defended"]) for pair in talks]))
