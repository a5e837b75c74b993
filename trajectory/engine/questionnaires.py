"""Change on a monthly questionnaire (Jacobson & Truax 1991, J Consult Clin Psychol 59:12).

Cut-offs stand ready for the measure of issue 12; the self-check has none.
"""

import math
from dataclasses import dataclass

from trajectory.engine.constants import RELIABLE_CHANGE


@dataclass(frozen=True)
class Cutoffs:
    """Scores that part two groups: 2 SD beyond the worse, 2 SD short of the better, between both."""

    a: float
    b: float
    c: float


def reliable_change(before: float, after: float, *, sd: float, reliability: float) -> float:
    """Return (after - before) / (SD sqrt(2 (1 - r))), to be compared with 1.96."""
    if sd <= 0 or not 0 <= reliability < 1:
        raise ValueError("the SD is above 0 and the reliability at least 0 and below 1")
    return (after - before) / (sd * math.sqrt(2 * (1 - reliability)))


def cutoffs(*, distressed: tuple[float, float], content: tuple[float, float]) -> Cutoffs:
    """Return the three cut-offs from (mean, SD) of the distressed and the content, higher being better."""
    (low, low_sd), (high, high_sd) = distressed, content
    between = (low_sd * high + high_sd * low) / (low_sd + high_sd)
    return Cutoffs(low + 2 * low_sd, high - 2 * high_sd, between)


def has_changed(before: float, after: float, *, sd: float, reliability: float, cutoff: float) -> bool:
    """Say whether a change is reliable and crosses the cut-off, in either direction."""
    crossed = (before < cutoff) != (after < cutoff)
    return crossed and abs(reliable_change(before, after, sd=sd, reliability=reliability)) > RELIABLE_CHANGE
