"""Made-up hard moments and a hard date, and their words."""

from datetime import date, timedelta

import numpy as np

from couples.models import Couple, Partner
from demo.hours import EVENING, evening
from kit.weeks import instant
from repair.models import (
    HardDate,
    HardDateLine,
    HardMoment,
)

MOMENT_SHARE = 0.05
HARD_DATE_IN_DAYS = 12
CUES = (
    "a song in the shop",
    "the street with the café",
    "a message sound",
    "the smell of that coat",
    "a film we stopped",
)
NEEDED = ("a hand, no words", "to hear where you are", "ten minutes outside", "to ask one question")
HARD_DATE = ("the day I found the messages", "a walk together, and no plans in the evening")
LINE = "I know what day it is. I am home at four, and we walk."


def write_moments(rng: np.random.Generator, couple: Couple, partner: Partner, first: date, days: int) -> None:
    """Write hard moments, most of them shared, met better as time goes by."""
    rows = []
    share = MOMENT_SHARE if partner.is_hurt else MOMENT_SHARE / 4
    for index in np.flatnonzero(rng.random(days) < share).tolist():
        at = evening(first, index, partner)
        row = HardMoment(author=partner.user, happened_on=first + timedelta(days=index), written_at=at)
        row.cue, row.needed = str(rng.choice(CUES)), str(rng.choice(NEEDED))
        row.strength = int(np.clip(round(8 - 3 * index / days + rng.normal()), 1, 10))
        row.settled_minutes = int(np.clip(80 - 40 * index / days + 15 * rng.normal(), 5, 300))
        row.met = int(np.clip(round(2.5 * index / days + 0.6 * rng.normal()), -2, 2))
        if rng.random() < 0.75:
            row.couple, row.shared_at = couple, at
        rows.append(row)
    HardMoment.objects.bulk_create(rows)


def write_hard_date(couple: Couple, hurt: Partner, repairing: Partner, end: date) -> None:
    """Mark a date that comes soon after the last day, with the other's line before it."""
    on = end + timedelta(days=HARD_DATE_IN_DAYS)
    at = instant(end - timedelta(days=6), EVENING, hurt.user.zone)
    row = HardDate(author=hurt.user, couple=couple, falls_on=on, yearly=True, notice_days=7, made_at=at)
    row.name, row.helps = HARD_DATE
    row.turn_to(end)
    row.heads_up_on = row.near_from
    row.save()
    HardDateLine.objects.create(
        hard_date=row, author=repairing.user, couple=couple, for_on=on, words=LINE, written_at=at + timedelta(days=1)
    )
