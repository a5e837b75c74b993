"""Made-up promises and what became of them, and their words."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from uuid import uuid4

import numpy as np

from couples.models import Couple, Partner
from demo.hours import ANSWERED_AT, REPORTED_AT
from kit.weeks import instant
from repair.models import (
    EndedAs,
    Promise,
    PromiseDate,
    Repeats,
    Report,
    Seen,
)

PROMISE_DAYS = 56
LAST_DAYS_UNSAID = 1
PROMISES = (
    ("I leave work", "write you when I will be home", "six in the evening", "the message is on your phone"),
    ("we sit down to eat", "put my phone in the hall drawer", "before the first bite", "the table is empty of phones"),
    ("a bill comes", "put it on the kitchen table unopened", "the same day", "we open it together"),
    ("dinner is over", "wash up and wipe the table", "before we sit down again", "the sink is empty"),
    ("plans change during the day", "call you and say where I am", "within an hour", "the call is in your list"),
    ("it is time for bed", "tell you one thing of my day", "before the light is out", "you have heard it"),
)
CHANGES = ("My shifts moved to the morning.", "It was too much on Fridays.", "We found a time that suits us both.")
OWNED = (
    "I forgot, and you sat there waiting. I have put it into my calendar now.",
    "I put it off until it was too late. That was mine. You had to ask again.",
    "I was annoyed and let it go. You could not know why.",
)


def write_promises(
    rng: np.random.Generator, couple: Couple, partner: Partner, slot: int, first: date, days: int
) -> None:
    """Write one promise after the other; the last one is open. One in three was made anew of the one before."""
    promises: list[Promise] = []
    for start in range(0, days, PROMISE_DAYS):
        is_last = start + PROMISE_DAYS >= days
        promise = _promise(rng, couple, partner, slot if is_last else None, first + timedelta(days=start))
        if promises and rng.random() < 1 / 3:
            promise.replaces, promise.thread = promises[-1], promises[-1].thread
            promises[-1].ended_as, promises[-1].end_reason = EndedAs.CHANGED, str(rng.choice(CHANGES))
        if not is_last:
            promise.ended_on = promise.first_on + timedelta(days=PROMISE_DAYS - 1)
            promise.ended_at = instant(promise.ended_on, ANSWERED_AT, partner.user.zone)
            promise.end_said_on, promise.ended_as = promise.ended_on, EndedAs.DONE
        promises.append(promise)
    Promise.objects.bulk_create(promises)
    last = first + timedelta(days=days - 1 - LAST_DAYS_UNSAID)
    dates = [_date(rng, promise, on) for promise in promises for on in _due(promise, first, last)]
    PromiseDate.objects.bulk_create(dates, batch_size=500)


def _promise(rng: np.random.Generator, couple: Couple, partner: Partner, slot: int | None, on: date) -> Promise:
    key = uuid4()
    cue, deed, deadline_words, noticed = PROMISES[int(rng.integers(len(PROMISES)))]
    return Promise(
        pk=key,
        thread=key,
        author=partner.user,
        couple=couple,
        slot=slot,
        cue=cue,
        deed=deed,
        deadline_words=deadline_words,
        noticed=noticed,
        repeats=Repeats.WEEKDAYS,
        weekdays=int(rng.choice([0b0010101, 0b0001010, 0b0011111])),
        first_on=on,
        made_on=on,
        made_at=instant(on, time(9), partner.user.zone),
    )


def _due(promise: Promise, first: date, last: date) -> Iterator[date]:
    return promise.life(living=promise.couple_id).due_dates(first, last)


def _date(rng: np.random.Generator, promise: Promise, on: date) -> PromiseDate:
    """Return what became of one date: mostly kept, mostly seen."""
    at = instant(on, REPORTED_AT, promise.author.zone)
    report = Report(rng.choice(list(Report), p=[0.78, 0.08, 0.08, 0.06]))
    row = PromiseDate(
        author=promise.author,
        couple=promise.couple,
        promise=promise,
        due_on=on,
        report=report,
        reported_at=at,
        told_on=on,
    )
    if report != Report.CHANGED and rng.random() < 0.8:
        row.seen, row.seen_at = Seen(rng.choice(list(Seen), p=[0.9, 0.05, 0.05])), at + timedelta(minutes=50)
    if report == Report.MISSED and rng.random() < 0.7:
        row.owning, row.owned_at = str(rng.choice(OWNED)), at + timedelta(minutes=5)
    return row
