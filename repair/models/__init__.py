"""What two people repair with, by the thing it is about."""

from repair.models.openness import LONGEST_AGREEMENT_DAYS, Agreement, Openness, OpennessNote
from repair.models.promises import (
    MOST_OPEN_PROMISES,
    SAID_KEPT,
    STANDS_AFTER,
    EndedAs,
    Promise,
    PromiseDate,
    PromiseNote,
    Repeats,
    Report,
    Seen,
)
from repair.models.questions import (
    ANSWER_HOURS,
    LONGEST_ANSWER_DAYS,
    MOST_OPEN_QUESTIONS,
    AnswerVersion,
    Change,
    ClosedAs,
    How,
    Kind,
    Question,
)
from repair.models.sharing import SharedQuerySet, open_to

__all__ = [
    "ANSWER_HOURS",
    "LONGEST_AGREEMENT_DAYS",
    "LONGEST_ANSWER_DAYS",
    "MOST_OPEN_PROMISES",
    "MOST_OPEN_QUESTIONS",
    "SAID_KEPT",
    "STANDS_AFTER",
    "Agreement",
    "AnswerVersion",
    "Change",
    "ClosedAs",
    "EndedAs",
    "How",
    "Kind",
    "Openness",
    "OpennessNote",
    "Promise",
    "PromiseDate",
    "PromiseNote",
    "Question",
    "Repeats",
    "Report",
    "Seen",
    "SharedQuerySet",
    "open_to",
]
