"""What a made-up couple left in the repair room, subject by subject."""

from datetime import date

import numpy as np

from couples.models import Couple, Partner, Phase, PhaseMove
from demo.acknowledgements import write_acknowledgement
from demo.hard_days import write_hard_date, write_moments
from demo.hours import evening
from demo.openness import write_agreement, write_openness
from demo.promises import write_promises
from demo.questions import write_questions
from demo.repairs import write_chances, write_repairs
from demo.time_outs import write_time_outs
from kit.weeks import DAY

ATTUNE_AFTER_DAYS = 100


def write_told_and_kept(
    rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int
) -> None:
    """Write promises, openness and questions from `first` on, `days` days long."""
    hurt, repairing = partners
    for partner, slots in ((repairing, (1, 2)), (hurt, (1,))):
        for slot in slots:
            write_promises(rng, couple, partner, slot, first, days)
        write_openness(rng, couple, partner, first, days)
    write_questions(rng, couple, hurt, repairing, first, days)
    write_agreement(couple, repairing, first, days)


def write_repaired(rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int) -> None:
    """Write time-outs, repairs, hard days and an acknowledgement from `first` on, `days` days long."""
    hurt, repairing = partners
    write_time_outs(rng, couple, partners, first, days)
    write_repairs(rng, couple, partners, first, days)
    write_chances(rng, couple, hurt, repairing, first, days)
    for partner in partners:
        write_moments(rng, couple, partner, first, days)
    write_acknowledgement(couple, hurt, repairing, first)
    write_hard_date(couple, hurt, repairing, first + days * DAY)
    if days > ATTUNE_AFTER_DAYS:
        at = evening(first, ATTUNE_AFTER_DAYS, hurt)
        PhaseMove.objects.create(
            couple=couple, number=1, phase=Phase.ATTUNE, reason="moved", moved_at=at, moved_on=at.date()
        )
