"""Made-up check-ins and appreciations, and what the two write there."""

from datetime import date, timedelta

import numpy as np

from checkins.answers import BuiltInTopic, Escalated
from checkins.models import Appreciation, CheckIn, OwnAnswers
from checkins.packing import repack
from couples.models import Couple, Partner
from demo.hours import WRITTEN_AT
from demo.lives import SHARES_UNASKED, Life
from kit.weeks import instant

WORDS_FOR_US = (
    (
        "Today was heavy. I kept going back over the same evening in my head.",
        "I snapped when you asked about the weekend. I was scared, not angry with you.",
        "I could not look at your phone on the table without a knot in my stomach.",
        "I know you came home on time. It did not settle me, and that is not your doing today.",
        "I said too little again. I will try to answer properly tomorrow.",
        "The song in the car hit me. I needed a while.",
    ),
    (
        "You told me about the call before I asked. That helped.",
        "Walking after dinner was good. I would like that again.",
        "I noticed that you put the phone away when we talked.",
        "It was an ordinary day, and ordinary felt nice.",
        "Thank you for staying in the room when it got hard.",
        "We laughed about the burnt rice. I had missed that.",
        "I felt calmer when you said where you would be.",
    ),
)
DEEDS = (
    "You made tea and did not ask for anything.",
    "You called when the train was late.",
    "You picked up the children so that I could sleep.",
    "You showed me the bank letter the day it came.",
    "You listened for half an hour without explaining.",
    "You cleaned the kitchen after a long day.",
    "You said sorry before I had to bring it up.",
)
SHOWN = (
    "That you think of me when I am not there.",
    "That you mean what you said.",
    "That you can be patient.",
    "That we are still a team.",
    "",
)


def write_days(
    rng: np.random.Generator, couple: Couple, partners: list[Partner], lives: list[Life], first: date
) -> None:
    """Write every answered day of both, each pair of days open since it was written."""
    check_ins, own = [], []
    for partner, life in zip(partners, lives, strict=True):
        for index in np.flatnonzero(life.answered).tolist():
            row = _check_in(rng, partner, couple, life, index, first + timedelta(days=index))
            check_ins.append(row)
            own.append(_own(rng, partner, row, life, index))
    CheckIn.objects.bulk_create(check_ins, batch_size=500)
    OwnAnswers.objects.bulk_create(own, batch_size=500)
    repack([partner.user_id for partner in partners])


def _check_in(rng: np.random.Generator, partner: Partner, couple: Couple, life: Life, index: int, on: date) -> CheckIn:
    at = instant(on, WRITTEN_AT, partner.user.zone)
    row = CheckIn(
        author=partner.user, couple=couple, local_date=on, zone=partner.user.zone, submitted_at=at, changed_at=at
    )
    if life.hard_day[index]:
        row.hard_day = True
    else:
        row.safe, row.close = int(life.safe[index]), int(life.close[index])
    if life.hard_talk[index]:
        row.hard_talk = True
        row.topic_key = list(BuiltInTopic)[int(life.topic[index])]
        row.calm, row.heard, row.defended = (int(x[index]) for x in (life.calm, life.heard, life.defended))
        row.escalated = list(Escalated)[int(life.heat[index])]
        row.came_back = bool(rng.random() < 0.5 + 0.05 * life.mood[index])
    if partner.is_repairing:
        row.shared_unasked = bool(rng.random() < SHARES_UNASKED)
    if rng.random() < 0.16:
        tone = 0 if life.mood[index] < 4 else 1
        row.words_for_us = str(rng.choice(WORDS_FOR_US[tone]))
    return row


def _own(rng: np.random.Generator, partner: Partner, row: CheckIn, life: Life, index: int) -> OwnAnswers:
    own = OwnAnswers(author=partner.user, check_in=row)
    own.on_guard = None if row.hard_day else int(life.on_guard[index])
    if partner.is_hurt:
        own.rushed = bool(rng.random() < 0.08)
        own.hard_moment = bool(life.mood[index] < 2.5 and rng.random() < 0.5)
    else:
        own.overwhelm = int(np.clip(round(8 - life.mood[index] + rng.normal()), 0, 10))
    return own


def write_appreciations(
    rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int
) -> None:
    notes = []
    for partner in partners:
        for index in np.flatnonzero(rng.random(days) < 0.06).tolist():
            on = first + timedelta(days=index)
            at = instant(on, WRITTEN_AT, partner.user.zone)
            note = Appreciation(author=partner.user, couple=couple, written_on=on, written_at=at, delivered_at=at)
            note.deed, note.shows = str(rng.choice(DEEDS)), str(rng.choice(SHOWN))
            if rng.random() < 0.7:
                note.answer, note.answered_at = ("thanks" if rng.random() < 0.85 else "hard"), at + timedelta(hours=2)
            notes.append(note)
    Appreciation.objects.bulk_create(notes, batch_size=500)
