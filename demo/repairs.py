"""Made-up repair logs and second chances, and their words."""

from datetime import date, timedelta

import numpy as np

from couples.models import Couple, Partner
from demo.hours import evening
from repair.models import (
    ChanceReply,
    Landed,
    Repair,
    RepairKind,
    RepairSide,
    SecondChance,
    SecondChanceAnswer,
    Step,
)

REPAIR_EVERY_DAYS, CHANCE_EVERY_DAYS = 16, 23
LOGS = (
    (
        "The evening with my sister",
        "I came in and nobody looked up.",
        "I was late and I knew it.",
        "tired, and two phones",
    ),
    ("The bill on the table", "I found it under the papers.", "I hid it because I was ashamed.", "money said too late"),
    ("Sunday morning", "I asked twice and heard a sigh.", "I answered without listening.", "mornings without coffee"),
    ("The drive home", "It went silent after the bridge.", "I closed the talk with a joke.", "hard talks in the car"),
    (
        "The call at dinner",
        "The phone lay face down again.",
        "I took the call and left you there.",
        "work at the table",
    ),
)
OWNINGS = (
    "I left you alone with it. It was wrong, and you went to bed thinking it was you.",
    "I raised my voice. It was wrong, and it scared you.",
    "I said I would call and I did not. You waited for an hour because of me.",
)
CHANCES = (
    ("bid", "You showed me the photo and I kept typing.", "Show me again tonight; the phone stays in the hall."),
    ("bitter", "I heard “fine” and left it at that.", "Tell me what was not fine; I only listen."),
    ("debate", "I argued about the word and missed the point.", "Say it again, and I say back what I heard."),
)


def write_repairs(rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int) -> None:
    """Write a log every two weeks or so; all but the last are closed, by both."""
    repairs, sides = [], []
    for number, index in enumerate(range(9, days, REPAIR_EVERY_DAYS)):
        author = partners[int(rng.integers(2))]
        opened_at, words = evening(first, index, author), LOGS[number % len(LOGS)]
        repair = Repair(author=author.user, couple=couple, kind=RepairKind.DEBATE, name=words[0], opened_at=opened_at)
        repair.opened_on = first + timedelta(days=index)
        if index + REPAIR_EVERY_DAYS < days:
            rest = int(rng.integers(3, 9))
            repair.closed_at = repair.rested_at = opened_at + timedelta(days=rest)
            repair.closed_on = repair.rested_on = repair.opened_on + timedelta(days=rest)
            repair.rested_by_both = True
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


def write_chances(
    rng: np.random.Generator, couple: Couple, hurt: Partner, repairing: Partner, first: date, days: int
) -> None:
    chances, answers = [], []
    for number, index in enumerate(range(7, days, CHANCE_EVERY_DAYS)):
        kind, missed, again = CHANCES[number % len(CHANCES)]
        at = evening(first, index, repairing)
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
