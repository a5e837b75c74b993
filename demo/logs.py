"""Made-up time-outs, repair logs, hard days and acknowledgements for the demo, the benches and the tests."""

from datetime import date, datetime, time, timedelta

import numpy as np

from couples.models import Couple, Partner, Phase, PhaseMove
from demo.words_logs import (
    ACKNOWLEDGEMENT,
    CHANCES,
    CUES,
    HARD_DATE,
    LINE,
    LOGS,
    NEEDED,
    OWNINGS,
    PLANS,
)
from kit.weeks import instant
from repair.models import (
    Acknowledgement,
    AcknowledgementVersion,
    CalmPlan,
    ChanceReply,
    HardDate,
    HardDateLine,
    HardMoment,
    Landed,
    Landing,
    Outcome,
    Repair,
    RepairKind,
    RepairSide,
    SecondChance,
    SecondChanceAnswer,
    Step,
    TimeOut,
)

EVENING = time(20, 10)
REPAIR_EVERY_DAYS, CHANCE_EVERY_DAYS, TIME_OUT_EVERY_DAYS = 16, 23, 13
MOMENT_SHARE = 0.05
ATTUNE_AFTER_DAYS = 100
HARD_DATE_IN_DAYS = 12


def write_logs(rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int) -> None:
    """Write what a couple repaired from `first` on, `days` days long."""
    hurt, repairing = partners
    _write_time_outs(rng, couple, partners, first, days)
    _write_repairs(rng, couple, partners, first, days)
    _write_chances(rng, couple, hurt, repairing, first, days)
    for partner in partners:
        _write_moments(rng, couple, partner, first, days)
    _write_acknowledgement(couple, hurt, repairing, first)
    _write_hard_date(couple, hurt, repairing, first + timedelta(days=days))
    if days > ATTUNE_AFTER_DAYS:
        at = _evening(first, ATTUNE_AFTER_DAYS, hurt)
        PhaseMove.objects.create(couple=couple, number=1, phase=Phase.ATTUNE, reason="moved", moved_at=at)


def _evening(first: date, index: int, partner: Partner) -> datetime:
    return instant(first + timedelta(days=index), EVENING, partner.user.zone)


def _write_time_outs(rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int) -> None:
    """Write a time-out now and then: most returns kept, and each one's plan."""
    rows = []
    for index in range(5, days, TIME_OUT_EVERY_DAYS):
        partner = partners[int(rng.integers(2))]
        at, length = _evening(first, index, partner), timedelta(minutes=int(rng.choice([20, 40, 60])))
        back = at + length - timedelta(minutes=int(rng.integers(1, 9)) if rng.random() < 0.85 else -50)
        on = first + timedelta(days=index)
        row = TimeOut(author=partner.user, couple=couple, started_at=at, started_on=on, returns_at=at + length)
        row.is_open, row.returned_at, row.returned_on, row.returned_by = False, back, on, partner.user
        row.outcome = str(rng.choice(list(Outcome), p=[0.6, 0.25, 0.15]))
        rows.append(row)
    TimeOut.objects.bulk_create(rows)
    CalmPlan.objects.bulk_create(
        CalmPlan(
            author=partner.user,
            couple=couple,
            signal_words=words,
            soothing=soothing,
            changed_at=_evening(first, 3, partner),
            changed_on=first + timedelta(days=3),
        )
        for partner, (words, soothing) in zip(partners, PLANS, strict=True)
    )


def _write_repairs(rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int) -> None:
    """Write a log every two weeks or so; all but the last have come to rest."""
    repairs, sides = [], []
    for number, index in enumerate(range(9, days, REPAIR_EVERY_DAYS)):
        author = partners[int(rng.integers(2))]
        opened_at, words = _evening(first, index, author), LOGS[number % len(LOGS)]
        repair = Repair(author=author.user, couple=couple, kind=RepairKind.DEBATE, name=words[0], opened_at=opened_at)
        repair.opened_on = first + timedelta(days=index)
        if index + REPAIR_EVERY_DAYS < days:
            rest = int(rng.integers(2, 9))
            repair.closed_at, repair.closed_by = opened_at + timedelta(days=rest), author.user
            repair.rested_on = repair.opened_on + timedelta(days=rest)
        repairs.append(repair)
        sides += _sides(rng, repair, partners, words)
    Repair.objects.bulk_create(repairs)
    RepairSide.objects.bulk_create(sides, batch_size=500)


def _sides(
    rng: np.random.Generator, repair: Repair, partners: list[Partner], words: tuple[str, ...]
) -> list[RepairSide]:
    """Return both sides of each step, opened hours apart, and how the owning landed with who was hurt."""
    sides = []
    for step, hours in ((Step.HAPPENED, 1), (Step.OWN, 1 + int(rng.integers(2, 40))), (Step.PATTERN, 60)):
        at = repair.opened_at + timedelta(hours=hours)
        if step == Step.PATTERN and repair.closed_at is None:
            continue
        for number, partner in enumerate(partners):
            said = {Step.HAPPENED: words[1 + number], Step.PATTERN: words[3]}.get(step) or str(rng.choice(OWNINGS))
            side = RepairSide(repair=repair, author=partner.user, couple=repair.couple, step=step, words=said)
            side.written_at = side.opened_at = at
            sides.append(side)
    landed = RepairSide(repair=repair, author=partners[0].user, couple=repair.couple, step=Step.LANDED)
    landed.landed = str(rng.choice(list(Landed), p=[0.4, 0.45, 0.15]))
    landed.written_at = landed.opened_at = repair.opened_at + timedelta(hours=50)
    return [*sides, landed] if repair.closed_at else sides


def _write_chances(
    rng: np.random.Generator, couple: Couple, hurt: Partner, repairing: Partner, first: date, days: int
) -> None:
    chances, answers = [], []
    for number, index in enumerate(range(7, days, CHANCE_EVERY_DAYS)):
        kind, missed, again = CHANCES[number % len(CHANCES)]
        at = _evening(first, index, repairing)
        chance = SecondChance(author=repairing.user, couple=couple, kind=kind, missed=missed, again=again)
        chance.written_on, chance.written_at = first + timedelta(days=index), at
        chances.append(chance)
        if rng.random() < 0.8:
            reply = str(rng.choice(list(ChanceReply), p=[0.7, 0.2, 0.1]))
            answers.append(
                SecondChanceAnswer(
                    chance=chance, author=hurt.user, couple=couple, reply=reply, answered_at=at + timedelta(hours=3)
                )
            )
    SecondChance.objects.bulk_create(chances)
    SecondChanceAnswer.objects.bulk_create(answers)


def _write_moments(rng: np.random.Generator, couple: Couple, partner: Partner, first: date, days: int) -> None:
    """Write hard moments, most of them shared, met better as time goes by."""
    rows = []
    share = MOMENT_SHARE if partner.is_hurt else MOMENT_SHARE / 4
    for index in np.flatnonzero(rng.random(days) < share).tolist():
        at = _evening(first, index, partner)
        row = HardMoment(author=partner.user, happened_on=first + timedelta(days=index), written_at=at)
        row.cue, row.needed = str(rng.choice(CUES)), str(rng.choice(NEEDED))
        row.strength = int(np.clip(round(8 - 3 * index / days + rng.normal()), 1, 10))
        row.settled_minutes = int(np.clip(80 - 40 * index / days + 15 * rng.normal(), 5, 300))
        row.met = int(np.clip(round(2.5 * index / days + 0.6 * rng.normal()), -2, 2))
        if rng.random() < 0.75:
            row.couple, row.shared_at = couple, at
        rows.append(row)
    HardMoment.objects.bulk_create(rows)


def _write_acknowledgement(couple: Couple, hurt: Partner, repairing: Partner, first: date) -> None:
    """Write two versions: the first landed partly, the second fully."""
    at, on = _evening(first, 4, repairing), first + timedelta(days=4)
    held = Acknowledgement.objects.create(author=repairing.user, couple=couple, begun_at=at, begun_on=on)
    shorter = ACKNOWLEDGEMENT | {"what": "I wrote to somebody else and told you there was nothing."}
    for number, (words, landed, needed) in enumerate(
        ((shorter, Landed.PARTLY, "How long it was."), (ACKNOWLEDGEMENT, Landed.FULLY, "")), start=1
    ):
        sent_at, sent_on = at + timedelta(days=9 * number), on + timedelta(days=9 * number)
        version = AcknowledgementVersion.objects.create(
            acknowledgement=held,
            author=repairing.user,
            couple=couple,
            number=number,
            written_at=sent_at,
            sent_at=sent_at,
            sent_on=sent_on,
            **words,
        )
        Landing.objects.create(
            version=version,
            author=hurt.user,
            couple=couple,
            landed=landed,
            needed=needed,
            answered_at=sent_at + timedelta(days=1),
        )


def _write_hard_date(couple: Couple, hurt: Partner, repairing: Partner, end: date) -> None:
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
