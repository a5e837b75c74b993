"""Made-up questions and answers, and their words."""

from datetime import date, datetime, timedelta

import numpy as np

from couples.models import Couple, Partner
from demo.hours import ANSWERED_AT
from kit.weeks import instant
from repair.models import (
    AnswerChange,
    AnswerVersion,
    ClosedAs,
    How,
    Question,
)

QUESTION_EVERY_DAYS = 4
OPEN_QUESTIONS = 2
QUESTIONS = (
    ("Who else knew about it?", "fact", "My brother knew since March. Nobody else."),
    ("When did you last write to each other?", "fact", "On the second of February. I blocked the number that day."),
    ("Why did you not tell me in January?", "why", "I was afraid you would leave, and I hoped it would go away."),
    ("How did it feel when I found out?", "feeling", "Ashamed. And relieved that I did not have to hide any more."),
    ("What will you do if she calls?", "future", "Not pick up, and tell you the same hour."),
    ("How much is still on that card?", "fact", "Nothing. It is closed; the letter is in the blue folder."),
    ("What did you tell your parents?", "fact", "That I hurt you and that it was my doing."),
)
NEEDS = (
    "not to be the last one to know",
    "to stop turning it over at night",
    "to know where I stand",
    "",
)


def write_questions(
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
    versions = [_answer(question, repairing, 1, replies[question.text], question.written_at + timedelta(hours=22))]
    if rng.random() < 0.12:
        later = question.written_at + timedelta(days=2)
        added = _answer(question, repairing, 2, "There is one more thing I should have said.", later)
        added.change, added.asked_for = AnswerChange.NEW_INFORMATION, bool(rng.random() < 0.4)
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
        change=AnswerChange.FIRST,
        written_at=at,
        sent_at=at,
        sent_on=at.date(),
    )
