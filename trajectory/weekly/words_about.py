"""Words about one partner to the other: made of opened answers, and only once their author turned them on.

On guard is not among opened answers as a rule, so the two that both always share stand
for the day here: the mean of safe and close. Only "higher" is ever told.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import numpy as np

from checkins.layout import LAYOUT
from trajectory.engine.claims import HIGHER, NONE, replay
from trajectory.models import WordsAboutMe
from trajectory.records import WordsTold
from trajectory.weekly.days import Days
from trajectory.weekly.record import floats


def turned_on(authors: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return since when words about these people may reach their partners, for those who said so."""
    switches = WordsAboutMe.objects.filter(author__among=authors, is_on=True)
    return dict(switches.values_list("author_id", "since"))


def states(days: Days, rows: list[int], first: list[int], last: int) -> list[int]:
    """Return the state of each person's opened days between columns, by the same rule as their own."""
    if not rows:
        return []
    starts = np.array(first)
    column = starts[:, None] + np.arange(int(last - starts.min()) + 1)
    inside = column <= last
    answers = days.answers[np.array(rows)[:, None], np.where(inside, column, 0)]
    y = (floats(LAYOUT.number(answers, "safe")) + floats(LAYOUT.number(answers, "close"))) / 2
    y[~inside] = np.nan
    found: list[int] = replay(y, last - starts + 1, in_step=True).step.state.tolist()
    return found


def told(pair: tuple[UUID, UUID], of_both: tuple[int | None, int | None]) -> WordsTold:
    """Return what may be told: who is higher, and whether the two are in different places.

    A state is None for a person who has words turned off.
    """
    if of_both == (None, None):
        return {"higher": [], "differ": False}
    return {
        "higher": sorted(str(pk) for pk, state in zip(pair, of_both, strict=True) if state == HIGHER),
        "differ": sorted(map(str, of_both)) == sorted(map(str, (HIGHER, NONE))),
    }
