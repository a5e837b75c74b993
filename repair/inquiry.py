"""Questions as their two readers see them."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from accounts.models import User
from couples.access import Standing
from repair.models import AnswerVersion, Question
from repair.paging import newest

AT_REST_SHOWN = 20


@dataclass(frozen=True)
class QuestionsPage:
    """What is open from both, one's own drafts, and the newest that came to rest."""

    mine: list[Question] = field(default_factory=list)
    theirs: list[Question] = field(default_factory=list)
    drafts: list[Question] = field(default_factory=list)
    at_rest: list[Question] = field(default_factory=list)
    answered: frozenset = frozenset()
    later: datetime | None = None


@dataclass(frozen=True)
class Inquiry:
    """One question, its versions of an answer in order, and the reader's own draft."""

    question: Question
    is_mine: bool
    versions: list[AnswerVersion]
    draft: AnswerVersion | None
    linked: list[Question]

    @property
    def is_first(self) -> bool:
        """Say whether nothing was answered yet."""
        return not self.versions


def questions_page(standing: Standing, *, before: datetime | None) -> QuestionsPage:
    """Return the page of questions, in four queries however many there are."""
    user = standing.user
    visible = Question.objects.visible_to(user)
    open_ones = list(visible.open().order_by("asked_at", "pk"))
    at_rest = visible.asked().exclude(closed_at=None)
    gone = Question.objects.taken_back_from(user)
    if before:
        at_rest, gone = at_rest.filter(closed_at__lt=before), gone.filter(closed_at__lt=before)
    resting, more = newest(at_rest.order_by("-closed_at", "pk"), size=AT_REST_SHOWN)
    traces = gone.order_by("-closed_at", "pk")[: AT_REST_SHOWN + 1]
    together = sorted(chain(resting, traces), key=lambda row: row.closed_at, reverse=True)
    shown = together[:AT_REST_SHOWN]
    answered = AnswerVersion.objects.visible_to(user).sent().filter(question__in=open_ones)
    return QuestionsPage(
        mine=[row for row in open_ones if row.author_id == user.pk],
        theirs=[row for row in open_ones if row.author_id != user.pk],
        drafts=list(Question.objects.of(user).drafts().order_by("written_at", "pk")),
        at_rest=shown,
        answered=frozenset(answered.values_list("question_id", flat=True)),
        later=shown[-1].closed_at if more or len(together) > AT_REST_SHOWN else None,
    )


def inquiry_of(question: Question, user: User) -> Inquiry:
    """Return one question with its answers and the questions linked to it, in two queries."""
    answers = list(AnswerVersion.objects.visible_to(user).filter(question=question).order_by("number"))
    visible = Question.objects.visible_to(user).asked()
    linked = visible.filter(follows=question) | visible.filter(pk=question.follows_id)
    return Inquiry(
        question=question,
        is_mine=question.author_id == user.pk,
        versions=[row for row in answers if row.sent_at],
        draft=next((row for row in answers if row.sent_at is None), None),
        linked=list(linked.order_by("asked_at", "pk")),
    )
