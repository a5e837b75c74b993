"""Questions as their two readers see them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from couples.access import Standing
from kit.paging import NO_END, Instant, behind, page_of
from kit.prepared import prepared
from repair.models import AnswerVersion, Question
from repair.models.questions import QuestionQuerySet

AT_REST_SHOWN = 20


@dataclass(frozen=True)
class QuestionsPage:
    """What is open from both, one's own drafts, what was open with somebody earlier, and the newest at rest."""

    mine: list[Question] = field(default_factory=list)
    theirs: list[Question] = field(default_factory=list)
    drafts: list[Question] = field(default_factory=list)
    earlier: list[Question] = field(default_factory=list)
    at_rest: list[Question] = field(default_factory=list)
    later: UUID | None = None


@dataclass(frozen=True)
class QuestionPage:
    """One question, its versions of an answer in order, and the reader's own draft."""

    question: Question
    is_mine: bool
    versions: list[AnswerVersion]
    draft: AnswerVersion | None
    linked: list[Question]
    is_earlier: bool = False

    @property
    def is_first(self) -> bool:
        """Say whether nothing was answered yet."""
        return not self.versions


@prepared
def _open_or_draft(user: User) -> QuerySet[Question]:
    """Keep what is open from both and one's own drafts, each with whether it was answered."""
    sent = AnswerVersion.objects.visible_to(user).sent().filter(question=OuterRef("pk"))
    present = Question.objects.visible_to(user).select_related(None).filter(closed_at=None)
    return present.annotate(is_answered=Exists(sent)).order_by(Coalesce("asked_at", "written_at"), "pk")


def _newest_at_rest(rows: QuestionQuerySet, before: Instant) -> QuestionQuerySet:
    rested = rows.asked().select_related(None).filter(behind("closed_at", before))
    return rested.order_by("-closed_at", "-pk")[: AT_REST_SHOWN + 1]


@prepared
def _at_rest(user: User, before: datetime, before_pk: UUID) -> QuerySet[Question]:
    return _newest_at_rest(Question.objects.visible_to(user), (before, before_pk))


@prepared
def _traces(user: User, before: datetime, before_pk: UUID) -> QuerySet[Question]:
    return _newest_at_rest(Question.objects.taken_back_from(user), (before, before_pk))


def questions_page(standing: Standing, *, before: Instant | None) -> QuestionsPage:
    """Return the page of questions, in three queries however many there are."""
    user = standing.user
    present = standing.authored(_open_or_draft(user=user))
    at, pk = before or NO_END
    rested = standing.authored(_at_rest(user=user, before=at, before_pk=pk))
    rested += _traces(user=user, before=at, before_pk=pk)
    rested.sort(key=lambda row: (row.closed_at, row.pk), reverse=True)
    shown, more = page_of(rested, size=AT_REST_SHOWN)
    return QuestionsPage(
        mine=[row for row in present if row.is_open and row.author_id == user.pk and not is_earlier(row, standing)],
        theirs=[row for row in present if row.is_open and row.author_id != user.pk],
        drafts=[row for row in present if row.is_draft],
        earlier=[row for row in present if row.is_open and is_earlier(row, standing)],
        at_rest=shown,
        later=shown[-1].pk if more else None,
    )


def is_earlier(question: Question, standing: Standing) -> bool:
    """Say whether a question was asked of somebody earlier: of another couple than the living one."""
    living = standing.couple.pk if standing.couple else None
    return not question.is_draft and question.couple_id != living


def question_page(question: Question, standing: Standing) -> QuestionPage:
    """Return one question with its answers and the questions linked to it, in two queries."""
    user = standing.user
    answers = list(AnswerVersion.objects.visible_to(user).filter(question=question).order_by("number"))
    visible = Question.objects.visible_to(user).asked()
    linked = visible.filter(follows=question)
    if question.follows_id:
        linked |= visible.filter(pk=question.follows_id)
    return QuestionPage(
        question=question,
        is_mine=question.author_id == user.pk,
        versions=[row for row in answers if row.sent_at],
        draft=next((row for row in answers if row.sent_at is None), None),
        linked=list(linked.order_by("asked_at", "pk")),
        is_earlier=is_earlier(question, standing),
    )
