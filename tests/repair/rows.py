"""Plain functions that make rows of the repair room for tests; keyword-only, with believable defaults."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import User
from couples.access import standing_of
from couples.models import Couple
from repair.models import (
    Agreement,
    AnswerChange,
    AnswerVersion,
    EndedAs,
    How,
    Openness,
    Promise,
    PromiseDate,
    Question,
    QuestionKind,
    Repeats,
    Report,
)
from repair.pages.promises import PromiseLine, promise_line
from tests.factories import LONG_AGO, NOW, make_couple, make_user

TODAY = date(2026, 3, 18)  # a Wednesday
MONDAY = date(2026, 3, 16)


def make_pair(**zones: str) -> tuple[User, User, Couple]:
    """Make two people with an open space: who was hurt, who repairs, and their couple."""
    hurt = make_user(created_at=LONG_AGO, zone=zones.get("hurt", "UTC"))
    repairing = make_user(created_at=LONG_AGO, zone=zones.get("repairing", "UTC"))
    return hurt, repairing, make_couple(hurt=hurt, repairing=repairing)


def make_promise(*, author: User, couple: Couple | None = None, slot: int | None = 1, **fields: Any) -> Promise:
    """Make an open promise due on every weekday since three weeks ago."""
    key = fields.pop("pk", None) or uuid4()
    words = {
        "cue": "I leave work",
        "deed": "write you when I will be home",
        "deadline_words": "six in the evening",
        "noticed": "the message is on your phone",
    }
    rule = {"repeats": Repeats.WEEKDAYS, "weekdays": 0b0011111, "first_on": MONDAY - timedelta(weeks=3)}
    if fields.get("repeats") in (Repeats.ONCE, Repeats.WHENEVER):
        rule["weekdays"] = 0
    made = {"made_at": NOW - timedelta(weeks=3), "made_on": MONDAY - timedelta(weeks=3), "thread": key}
    return Promise.objects.create(
        pk=key, author=author, couple=couple, slot=slot, **{**words, **rule, **made, **fields}
    )


def make_ended_promise(*, author: User, couple: Couple | None = None, **fields: Any) -> Promise:
    """Make a promise that was done two days ago."""
    over = {"ended_at": NOW - timedelta(days=2), "ended_on": MONDAY, "ended_as": EndedAs.DONE}
    fields.setdefault("end_said_on", fields.get("ended_on", MONDAY))
    return make_promise(author=author, couple=couple, slot=None, **{**over, **fields})


def make_promise_date(
    *, promise: Promise, on: date = TODAY, report: Report = Report.KEPT, reported_at: datetime = NOW, **fields: Any
) -> PromiseDate:
    """Make what the maker said of one date, shared as the promise is."""
    if fields.get("seen"):
        fields.setdefault("seen_at", reported_at)
    fields.setdefault("told_on", on)
    return PromiseDate.objects.create(
        author=promise.author,
        couple=promise.couple,
        promise=promise,
        due_on=on,
        report=report,
        reported_at=reported_at,
        **fields,
    )


def line_of(promise: Promise, reader: User, *, now: datetime) -> PromiseLine:
    """Return a promise as this person reads it now."""
    return promise_line(Promise.objects.visible_to(reader).get(pk=promise.pk), standing_of(reader), now=now)


def make_question(*, author: User, couple: Couple | None, slot: int | None = 1, **fields: Any) -> Question:
    """Make a question that was asked a day ago."""
    asked = NOW - timedelta(days=1)
    times = {"written_at": asked, "asked_at": asked, "asked_on": TODAY - timedelta(days=1)}
    times["answer_by"] = asked + timedelta(hours=48)
    words = {"text": "Who else knew about it?", "need": "not to be the last one to know"}
    kinds = {"kind": QuestionKind.FACT, "how": How.WRITTEN}
    return Question.objects.create(author=author, couple=couple, slot=slot, **{**words, **kinds, **times, **fields})


def make_draft_question(*, author: User, couple: Couple | None = None, **fields: Any) -> Question:
    """Make a question that its author keeps for a while."""
    empty = {"asked_at": None, "asked_on": None, "answer_by": None}
    return make_question(author=author, couple=couple, slot=None, **{**empty, **fields})


def make_closed_question(*, author: User, couple: Couple | None, closed_as: str = "enough", **fields: Any) -> Question:
    """Make a question that came to rest."""
    return make_question(author=author, couple=couple, slot=None, closed_as=closed_as, closed_at=NOW, **fields)


def make_answer(*, question: Question, author: User, number: int = 1, **fields: Any) -> AnswerVersion:
    """Make a version of an answer that was sent."""
    fields.setdefault("words", "Only my brother.")
    fields.setdefault("change", AnswerChange.FIRST if number == 1 else AnswerChange.CORRECTION)
    fields.setdefault("sent_at", NOW)
    fields.setdefault("sent_on", fields["sent_at"] and fields["sent_at"].date())
    fields.setdefault("couple", question.couple if fields["sent_at"] else None)
    return AnswerVersion.objects.create(question=question, author=author, number=number, written_at=NOW, **fields)


def make_openness(*, author: User, couple: Couple | None = None, on: date = TODAY, **fields: Any) -> Openness:
    """Make something shared unasked."""
    fields.setdefault("words", "She wrote to me today; I did not answer.")
    return Openness.objects.create(author=author, couple=couple, shared_on=on, shared_at=NOW, **fields)


def make_agreement(*, author: User, couple: Couple | None, **fields: Any) -> Agreement:
    """Make a transparency agreement for two more months."""
    words = {"offered": "the bank statement, when it comes", "why": "so that nothing is hidden"}
    dates = {"review_on": TODAY + timedelta(days=30), "ends_on": TODAY + timedelta(days=60)}
    made = {"made_on": TODAY, "made_at": NOW}
    if fields.get("ended_at"):
        fields.setdefault("ended_on", fields["ended_at"].date())
    return Agreement.objects.create(author=author, couple=couple, **{**words, **dates, **made, **fields})
