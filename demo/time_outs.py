"""Made-up time-outs and what calms each of the two."""

from datetime import date, timedelta

import numpy as np

from couples.models import Couple, Partner
from demo.hours import evening
from repair.models import (
    CalmPlan,
    TimeOut,
    TimeOutOutcome,
    TimeOutReturn,
)

TIME_OUT_EVERY_DAYS = 13
PLANS = (
    ("red light", "a walk around the block\ncold water\nmusic without words"),
    ("a raised hand", "tea\nbreathing out slowly"),
)


def write_time_outs(rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int) -> None:
    """Write a time-out now and then: most returns kept, and each one's plan."""
    rows, returns = [], []
    for index in range(5, days, TIME_OUT_EVERY_DAYS):
        partner = partners[int(rng.integers(2))]
        at, length = evening(first, index, partner), timedelta(minutes=int(rng.choice([20, 40, 60])))
        is_kept = rng.random() < 0.85
        back = at + length - timedelta(minutes=int(rng.integers(1, 9)) if is_kept else -50)
        on = first + timedelta(days=index)
        row = TimeOut(author=partner.user, couple=couple, started_at=at, started_on=on, ends_at=at + length)
        row.is_open, row.returned_at, row.returned_on, row.is_kept = False, back, on, is_kept
        rows.append(row)
        outcome = str(rng.choice(list(TimeOutOutcome), p=[0.6, 0.25, 0.15]))
        returns += [
            TimeOutReturn(time_out=row, author=each.user, couple=couple, said_at=back, outcome=outcome)
            for each in partners
        ]
    TimeOut.objects.bulk_create(rows)
    TimeOutReturn.objects.bulk_create(returns)
    CalmPlan.objects.bulk_create(
        CalmPlan(
            author=partner.user,
            couple=couple,
            signal_words=words,
            soothing=soothing,
            changed_at=evening(first, 3, partner),
            changed_on=first + timedelta(days=3),
        )
        for partner, (words, soothing) in zip(partners, PLANS, strict=True)
    )
