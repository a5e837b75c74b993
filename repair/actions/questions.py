"""Writes of questions and their answers."""

import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import (
    AlreadyOver,
    AlreadyShared,
    NotYours,
    SharedEarlier,
    acting,
    couple_of,
    free_key,
    free_slot,
    refuse_while_paused,
    sharing,
    written_before,
)
from couples.models import Couple
from kit.refusals import Refusal
from repair.models import (
    ANSWER_HOURS,
    LONGEST_ANSWER_DAYS,
    MOST_OPEN_QUESTIONS,
    AnswerChange,
    AnswerVersion,
    ClosedAs,
    How,
    Question,
    QuestionKind,
)

FIVE_ARE_OPEN = _("Five questions are open. Bring one to rest first; this one stays in the form.")


class QuestionWithdrawn(Refusal):
    """The one who asked took the question back."""

    said = _("This question was withdrawn.")


class NotLonger(Refusal):
    """The agreed time can only be lengthened, to thirty days at most."""

    said = _("The time can only be made longer, up to a month.")
    status = HTTPStatus.BAD_REQUEST


class OwnQuestion(NotYours):
    """Nobody answers a question of their own."""

    said = _("This is your own question. Only the other person can answer it.")


@dataclass(frozen=True)
class Asking:
    """What is asked, and how."""

    text: str
    need: str
    kind: QuestionKind
    how: How
    answer_hours: int = ANSWER_HOURS


@dataclass(frozen=True)
class Reply:
    """What is answered, and what it is to the version before."""

    words: str
    is_all_known: bool | None = None
    change: AnswerChange | None = None
    asked_for: bool | None = None


@transaction.atomic
def write_question(
    user: User, *, asking: Asking, key: UUID, now: datetime, is_draft: bool = False, follows: Question | None = None
) -> Question:
    """Ask, or keep a draft for oneself; pressed twice, it stands once.

    A question asked before with the same words is linked. Raises `NotShared`, `TooMany`
    with five open ones, `WrittenBefore`, `AlreadyShared` if it is to be kept and was asked before.
    """
    standing = acting(user)
    if present := written_before(Question, key=key, by=user, fields=asdict(asking)):
        return _press_again(present, standing, is_draft=is_draft, now=now)
    couple = sharing(standing)
    question = Question(pk=free_key(Question, key), author=user, written_at=now, **asdict(asking))
    is_of_now = follows is not None and follows.couple_id == couple.pk
    question.follows = follows if is_of_now else _asked_before(user, couple, asking.text)
    if not is_draft:
        _ask(question, couple, now)
    question.save(force_insert=True)
    return question


def _press_again(present: Question, standing: Standing, *, is_draft: bool, now: datetime) -> Question:
    """Return what an earlier press wrote; a draft of it is asked now, if that is what was pressed."""
    if is_draft and not present.is_draft:
        raise AlreadyShared
    if present.is_draft and not is_draft:
        _ask(present, sharing(standing), now)
        present.save()
    return present


def _asked_before(user: User, couple: Couple, text: str) -> Question | None:
    """Return the newest own question of this couple with the same words, or None."""
    earlier = Question.objects.of(user).asked().filter(couple=couple).order_by("-asked_at")
    return next((row for row in earlier if _plain(row.text) == _plain(text)), None)


def _plain(text: str) -> str:
    """Return a text without the differences that make no other question."""
    kept = (c for c in text.casefold() if unicodedata.category(c)[0] not in "PZC")
    return "".join(kept)


def _ask(question: Question, couple: Couple, now: datetime) -> None:
    """Fill in what an asked question has, with a free slot. Raises `TooMany`.

    What was asked of somebody earlier gives its own back.
    """
    holding = Question.objects.of(question.author).with_slot()
    holding.exclude(couple=couple).update(slot=None)
    taken = holding.values_list("slot", flat=True)
    question.slot = free_slot(taken, most=MOST_OPEN_QUESTIONS, said=FIVE_ARE_OPEN)
    question.couple, question.asked_at = couple, now
    question.asked_on = couple.days.date_at(now)
    question.answer_by = question.time_at(now)


@transaction.atomic
def ask_draft(question: Question, *, by: User, now: datetime) -> None:
    """Ask what was kept as a draft; harmless when pressed twice. Raises `NotYours`, `NotShared`, `TooMany`."""
    standing = acting(by)
    if question.author_id != by.pk:
        raise NotYours
    draft = Question.objects.of(by).drafts().filter(pk=question.pk).first()
    if draft:
        _ask(draft, sharing(standing), now)
        draft.save()


def drop_draft(question: Question, *, by: User) -> None:
    """Throw away one's own draft; harmless when pressed twice."""
    Question.objects.of(by).drafts().filter(pk=question.pk).delete()


@transaction.atomic
def follow_up(question: Question, *, by: User, asking: Asking, key: UUID, now: datetime) -> Question:
    """Ask further: the question comes to rest, the next one is linked to it. Pressed twice, it stands once.

    What was taken to a session stays taken there. Raises `SharedEarlier` for a question to somebody earlier.
    """
    standing = acting(by)
    if question.author_id != by.pk:
        raise NotYours
    if standing.couple is None or question.couple_id != standing.couple.pk:
        raise SharedEarlier
    if present := written_before(Question, key=key, by=by, fields=asdict(asking)):
        return present
    in_session = Question.objects.of(by).filter(pk=question.pk, closed_as=ClosedAs.SESSION).exists()
    if not in_session and not close_question(question, by=by, closed_as=ClosedAs.FOLLOW_UP, now=now):
        raise AlreadyOver
    return write_question(by, asking=asking, key=key, follows=question, now=now)


@transaction.atomic
def close_question(question: Question, *, by: User, closed_as: ClosedAs, now: datetime) -> bool:
    """Bring one's own question to rest; say whether anything changed. Raises `NotYours`, `NotShared`.

    Enough for now and taken to a session may follow on each other; nothing follows on the other two.
    """
    standing = acting(by)
    if question.author_id != by.pk:
        raise NotYours
    refuse_while_paused(standing, question)
    resting = Question.objects.of(by).asked().filter(pk=question.pk)
    movable = resting.filter(closed_as__in=("", ClosedAs.ENOUGH, ClosedAs.SESSION)).exclude(closed_as=closed_as)
    return bool(movable.update(closed_as=closed_as, closed_at=now, slot=None))


@transaction.atomic
def withdraw_question(question: Question, *, by: User, now: datetime) -> None:
    """Take one's own question back; a dated line stays. Harmless when pressed twice, possible in a pause."""
    acting(by)
    if question.author_id != by.pk:
        raise NotYours
    standing_rows = Question.objects.of(by).asked().filter(pk=question.pk).exclude(closed_as=ClosedAs.WITHDRAWN)
    standing_rows.update(closed_as=ClosedAs.WITHDRAWN, closed_at=now, slot=None)


@transaction.atomic
def lengthen_time(question: Question, *, by: User, days: int, now: datetime) -> None:
    """Give the other more time, counted from asking. Raises `NotYours`, `NotLonger`, `NotShared`."""
    standing = acting(by)
    if question.author_id != by.pk:
        raise NotYours
    refuse_while_paused(standing, question)
    fresh = Question.objects.of(by).open().filter(pk=question.pk).first()
    if fresh is None or fresh.asked_at is None or not 1 <= days <= LONGEST_ANSWER_DAYS:
        raise NotLonger
    until = fresh.asked_at + timedelta(days=days)
    if fresh.answer_by and until < fresh.answer_by:
        raise NotLonger
    Question.objects.filter(pk=fresh.pk).update(answer_by=until, answer_hours=24 * days)


@transaction.atomic
def answer_question(
    question: Question, *, by: User, reply: Reply, key: UUID, now: datetime, is_draft: bool = False
) -> AnswerVersion:
    """Answer, or keep a draft; each sending is a version of its own, and the same one twice stands once.

    Raises `OwnQuestion`, `QuestionWithdrawn`, `NotShared` while paused (a draft is fine).
    """
    standing = acting(by)
    if question.author_id == by.pk:
        raise OwnQuestion
    asked = Question.objects.select_for_update().get(pk=question.pk)
    if asked.was_withdrawn:
        raise QuestionWithdrawn
    versions = list(AnswerVersion.objects.of(by).filter(question=asked).order_by("number"))
    draft = next((row for row in versions if row.sent_at is None), None)
    if not is_draft:
        refuse_while_paused(standing, asked)
        if present := _sent_before(versions, key, reply):
            return present
    answer = draft or AnswerVersion(pk=free_key(AnswerVersion, key), author=by, question=asked)
    return _write_version(answer, standing, reply, len([row for row in versions if row.sent_at]) + 1, now, is_draft)


def _sent_before(versions: list[AnswerVersion], key: UUID, reply: Reply) -> AnswerVersion | None:
    """Return the version an earlier press sent: the one with this key, or the last one if it says the same."""
    sent = [row for row in versions if row.sent_at]
    same = next((row for row in sent if row.pk == key and row.words == reply.words), None)
    if same:
        return same
    last = sent[-1] if sent else None
    return last if last and (last.words, last.is_all_known) == (reply.words, reply.is_all_known) else None


def _write_version(
    answer: AnswerVersion, standing: Standing, reply: Reply, number: int, now: datetime, is_draft: bool
) -> AnswerVersion:
    """Fill in one version; the first one is no change, and nobody asked for it twice."""
    is_first = number == 1
    answer.number, answer.words, answer.is_all_known = number, reply.words, reply.is_all_known
    answer.change = AnswerChange.FIRST if is_first else reply.change or AnswerChange.CORRECTION
    answer.asked_for = None if is_first else reply.asked_for
    answer.written_at = now
    if not is_draft:
        answer.sent_at, answer.sent_on = now, standing.date_at(now)
        answer.couple = couple_of(standing, answer.question)
    answer.save()
    return answer
