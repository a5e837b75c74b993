"""Made-up promises, questions and openness for the demo, the benches and the tests."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import numpy as np

from couples.models import Couple, Partner
from demo.words_repair import AGREED, CHANGES, NEEDS, OPENNESS, OWNED, PROMISES, QUESTIONS
from kit.weeks import DAY, instant
from repair.models import (
    Agreement,
    AnswerVersion,
    Change,
    ClosedAs,
    EndedAs,
    How,
    Openness,
    Promise,
    PromiseDate,
    Question,
    Repeats,
    Report,
    Seen,
)

REPORTED_AT = time(20, 40)
ANSWERED_AT = time(21, 30)
PROMISE_DAYS = 56
QUESTION_EVERY_DAYS = 4
OPENNESS_SHARE = 0.07
OPEN_QUESTIONS = 2
LAST_DAYS_UNSAID = 1


def write_repair_room(
    rng: np.random.Generator, couple: Couple, partners: list[Partner], first: date, days: int
) -> None:
    """Write what a couple left in the repair room from `first` on, `days` days long."""
    hurt, repairing = partners
    for partner, slots in ((repairing, (1, 2)), (hurt, (1,))):
        for slot in slots:
            _write_promises(rng, couple, partner, slot, first, days)
        _write_openness(rng, couple, partner, first, days)
    _write_questions(rng, couple, hurt, repairing, first, days)
    _write_agreement(couple, repairing, first, days)


def _write_promises(
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
            promise.ended_as = EndedAs.DONE
        promises.append(promise)
    Promise.objects.bulk_create(promises)
    last = first + timedelta(days=days - 1 - LAST_DAYS_UNSAID)
    dates = [_date(rng, promise, on) for promise in promises for on in promise.due_dates(first, last)]
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


def _date(rng: np.random.Generator, promise: Promise, on: date) -> PromiseDate:
    """Return what became of one date: mostly kept, mostly seen."""
    at = instant(on, REPORTED_AT, promise.author.zone)
    report = Report(rng.choice(list(Report), p=[0.78, 0.08, 0.08, 0.06]))
    row = PromiseDate(
        author=promise.author, couple=promise.couple, promise=promise, due_on=on, report=report, reported_at=at
    )
    if report != Report.CHANGED and rng.random() < 0.8:
        row.seen, row.seen_at = Seen(rng.choice(list(Seen), p=[0.9, 0.05, 0.05])), at + timedelta(minutes=50)
    if report == Report.MISSED and rng.random() < 0.7:
        row.owning, row.owned_at = str(rng.choice(OWNED)), at + timedelta(minutes=5)
    return row


def _write_openness(rng: np.random.Generator, couple: Couple, partner: Partner, first: date, days: int) -> None:
    share = OPENNESS_SHARE if partner.is_repairing else OPENNESS_SHARE / 4
    rows = []
    for index in np.flatnonzero(rng.random(days) < share).tolist():
        on = first + timedelta(days=index)
        at = instant(on, REPORTED_AT, partner.user.zone)
        words = str(rng.choice(OPENNESS))
        rows.append(Openness(author=partner.user, couple=couple, words=words, shared_on=on, shared_at=at))
    Openness.objects.bulk_create(rows, batch_size=500)


def _write_questions(
    rng: np.random.Generator, couple: Couple, hurt: Partner, repairing: Partner, first: date, days: int
) -> None:
    """Write a question every few days, answered the evening after; the newest two are open."""
    starts = list(range(2, days, QUESTION_EVERY_DAYS))
    questions, answers = [], []
    for number, start in enumerate(starts):
        slot = max(0, number - len(starts) + OPEN_QUESTIONS + 1)
        question = _question(rng, couple, hurt, slot or None, first + timedelta(days=start))
        questions.append(question)
        if slot < OPEN_QUESTIONS:
            answers += _answers(rng, question, repairing)
    Question.objects.bulk_create(questions, batch_size=500)
    AnswerVersion.objects.bulk_create(answers, batch_size=500)


def _question(rng: np.random.Generator, couple: Couple, hurt: Partner, slot: int | None, on: date) -> Question:
    at = instant(on, ANSWERED_AT, hurt.user.zone)
    text, kind, _answer = QUESTIONS[int(rng.integers(len(QUESTIONS)))]
    question = Question(author=hurt.user, couple=couple, text=text, need=str(rng.choice(NEEDS)), kind=kind)
    question.how = How(rng.choice(list(How), p=[0.7, 0.2, 0.1]))
    question.written_at = question.asked_at = at
    question.asked_on, question.slot = on, slot
    question.answer_by = question.time_at(at)
    if slot is None:
        at_rest = [ClosedAs.ENOUGH, ClosedAs.SESSION, ClosedAs.WITHDRAWN]
        question.closed_as = ClosedAs(rng.choice(at_rest, p=[0.8, 0.15, 0.05]))
        question.closed_at = at + timedelta(days=3)
    return question


def _answers(rng: np.random.Generator, question: Question, repairing: Partner) -> list[AnswerVersion]:
    """Return the answer, and now and then what was added to it."""
    replies = {text: answer for text, _kind, answer in QUESTIONS}
    versions = [_answer(question, repairing, 1, replies[question.text], question.asked_at + timedelta(hours=22))]
    if rng.random() < 0.12:
        later = question.asked_at + timedelta(days=2)
        added = _answer(question, repairing, 2, "There is one more thing I should have said.", later)
        added.change, added.asked_for = Change.NEW_INFORMATION, bool(rng.random() < 0.4)
        versions.append(added)
    return versions


def _answer(question: Question, repairing: Partner, number: int, words: str, at: datetime) -> AnswerVersion:
    return AnswerVersion(
        author=repairing.user,
        couple=question.couple,
        question=question,
        number=number,
        words=words,
        is_all_known=number == 1,
        change=Change.FIRST,
        written_at=at,
        sent_at=at,
    )


def _write_agreement(couple: Couple, repairing: Partner, first: date, days: int) -> None:
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
