"""Made-up openness and what was agreed about it, and their words."""

from datetime import date, timedelta

import numpy as np

from couples.models import Couple, Partner
from demo.hours import REPORTED_AT
from kit.weeks import DAY, instant
from repair.models import (
    Agreement,
    Openness,
)

OPENNESS_SHARE = 0.07
OPENNESS = (
    "She wrote to me on my birthday. I did not answer. You can read it.",
    "I had lunch with the whole team, he was there too. We did not speak alone.",
    "I spent forty more than we said. The receipt is on the table.",
    "I will be late on Thursday because of the review. I wanted you to know today.",
    "I nearly told you it was fine. It was not fine, I was ashamed.",
)
AGREED = ("The bank statement, when it comes", "so that money needs no asking for a while")


def write_openness(rng: np.random.Generator, couple: Couple, partner: Partner, first: date, days: int) -> None:
    share = OPENNESS_SHARE if partner.is_repairing else OPENNESS_SHARE / 4
    rows = []
    for index in np.flatnonzero(rng.random(days) < share).tolist():
        on = first + timedelta(days=index)
        at = instant(on, REPORTED_AT, partner.user.zone)
        words = str(rng.choice(OPENNESS))
        rows.append(Openness(author=partner.user, couple=couple, words=words, shared_on=on, shared_at=at))
    Openness.objects.bulk_create(rows, batch_size=500)


def write_agreement(couple: Couple, repairing: Partner, first: date, days: int) -> None:
    """Write one offer that runs now."""
    made_on = first + timedelta(days=max(0, days - 20))
    offered, why = AGREED
    Agreement.objects.create(
        author=repairing.user,
        couple=couple,
        offered=offered,
        why=why,
        made_on=made_on,
        made_at=instant(made_on, REPORTED_AT, repairing.user.zone),
        review_on=made_on + 30 * DAY,
        ends_on=made_on + 60 * DAY,
    )
