"""Figures that use the rows of both: computed when the page is drawn, stored nowhere.

They are shown at the lower of the two levels, and only while something may be said about two.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from checkins.models import CheckIn
from therapy.reading import Answers
from trajectory.engine.constants import CO_MOVEMENT_WINDOW_DAYS
from trajectory.engine.pairs import co_movement, gap

JOINT_TALKS = 10


@dataclass(frozen=True)
class Two:
    """Mean difference with its interval, co-movement, and the seen gap in both directions; None if too thin."""

    gap: tuple[float, float, float] | None
    gap_days: int
    together: float | None
    together_pairs: int
    seen: tuple[float | None, float | None]
    joint_talks: int


def composite(answer: CheckIn) -> float:
    """Return the mean of the three ratings, NaN without all of them."""
    guard = answer.own.on_guard if hasattr(answer, "own") else None
    if answer.hard_day or guard is None:
        return float("nan")
    return (answer.safe + answer.close + 10 - guard) / 3


def compare(first: Answers, second: Answers, last: date) -> Two:
    """Compare two people's days up to a date."""
    a, b = (_row(answers, last) for answers in (first, second))
    between, movement = gap(a, b), co_movement(a, b)
    mean = (between.mean.estimate[0], between.mean.low[0], between.mean.high[0])
    talks = [(first[on], second[on]) for on in sorted(first.keys() & second.keys()) if _is_joint(first[on], second[on])]
    return Two(
        gap=None if np.isnan(mean[0]) else tuple(float(bound) for bound in mean),
        gap_days=int(between.days[0]),
        together=None if np.isnan(movement.r[0]) else float(movement.r[0]),
        together_pairs=int(movement.pairs[0]),
        seen=(_seen(talks, 0), _seen(talks, 1)),
        joint_talks=len(talks),
    )


def _row(answers: Answers, last: date) -> np.ndarray:
    row = np.full((1, CO_MOVEMENT_WINDOW_DAYS), np.nan)
    for on, answer in answers.items():
        back = (last - on).days
        if 0 <= back < CO_MOVEMENT_WINDOW_DAYS:
            row[0, -1 - back] = composite(answer)
    return row


def _is_joint(one: CheckIn, other: CheckIn) -> bool:
    return None not in (one.heard, one.defended, other.heard, other.defended)


def _seen(talks: list[tuple[CheckIn, CheckIn]], of: int) -> float | None:
    """Mean of how heard one felt less how open the other says they were; None with few talks."""
    if len(talks) < JOINT_TALKS:
        return None
    return float(np.mean([pair[of].heard - (10 - pair[1 - of].defended) for pair in talks]))
