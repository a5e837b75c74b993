"""Which topics still get heated: escalated talks of each topic, shrunk to the couple's own rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc

from trajectory.engine import constants as c
from trajectory.engine.diaries import Bools, Floats


@dataclass(frozen=True)
class Heat:
    """For each topic: the shrunk rate, P(rate > 1/2), whether it is reliably heated, whether shown."""

    rate: Floats
    p_most: Floats
    reliably: Bools
    shown: Bools


def heat(escalated: ArrayLike, talks: ArrayLike, wanted: Bools | bool = True) -> Heat:
    """Shrink (x + 4p) / (n + 4) with p = (X + 1) / (N + 2) over all the couple's topics.

    `escalated`, `talks`: (couples, topics), 0 where a couple has no such topic. The
    posterior is Beta(x + 4p, n - x + 4(1 - p)), taken where it is `wanted`, NaN elsewhere.
    Fewer than 3 talks are not shown.
    """
    x, n = np.asarray(escalated, float), np.asarray(talks, float)
    if ((x > n) | (x < 0)).any():
        raise ValueError("a topic cannot have escalated more often than it was talked about")
    own = (x.sum(axis=-1, keepdims=True) + 1) / (n.sum(axis=-1, keepdims=True) + 2)
    prior = c.TOPIC_PRIOR_TALKS
    rate = (x + prior * own) / (n + prior)
    p_most = np.full(x.shape, np.nan)
    betainc(n - x + prior * (1 - own), x + prior * own, 0.5, out=p_most, where=wanted)
    reliably = (n >= c.TOPIC_RELIABLY_FROM) & (p_most >= c.TOPIC_RELIABLY_P)
    return Heat(rate, p_most, reliably, n >= c.TOPIC_SHOWN_FROM)
