"""Questions and the versions of their answers."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from repair.models.sharing import SharedQuerySet, open_to

MOST_OPEN_QUESTIONS = 5
ANSWER_HOURS = 48
LONGEST_ANSWER_DAYS = 30


class QuestionKind(models.TextChoices):
    """What a question asks for."""

    FACT = "fact", _("What happened")
    WHY = "why", _("Why")
    FEELING = "feeling", _("How it felt")
    FUTURE = "future", _("What comes next")


class How(models.TextChoices):
    """How it is to be answered."""

    WRITTEN = "written", _("In writing, here")
    TALK = "talk", _("In a talk")
    SESSION = "session", _("In a session")


class ClosedAs(models.TextChoices):
    """How a question came to rest."""

    ENOUGH = "enough", _("Enough for now")
    FOLLOW_UP = "follow_up", _("Asked further")
    SESSION = "session", _("Taken to a session")
    WITHDRAWN = "withdrawn", _("Taken back")


class AnswerChange(models.TextChoices):
    """What a version of an answer is to the one before."""

    FIRST = "first", _("First answer")
    CORRECTION = "correction", _("Correction")
    NEW_INFORMATION = "new_information", _("New information")


class QuestionQuerySet(SharedQuerySet["Question"]):
    """Reads of questions. What was taken back is its author's alone; the other keeps a dated line."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and what the partner asked and did not take back."""
        asked = open_to(user) & Q(asked_at__isnull=False) & ~Q(closed_as=ClosedAs.WITHDRAWN)
        return self.filter(Q(author=user) | asked).select_related("author")

    def from_the_other(self, user: User) -> Self:
        """Keep what the partner asked and did not take back."""
        return self.visible_to(user).exclude(author=user)

    def taken_back_from(self, user: User) -> Self:
        """Keep the partner's questions that were taken back, without a word of them."""
        gone = self.filter(open_to(user), asked_at__isnull=False, closed_as=ClosedAs.WITHDRAWN).exclude(author=user)
        return gone.defer("text", "need")

    def asked(self) -> Self:
        """Keep what is no draft."""
        return self.filter(asked_at__isnull=False)

    def with_slot(self) -> Self:
        """Keep those that hold one of their author's places."""
        return self.filter(slot__isnull=False)

    def drafts(self) -> Self:
        """Keep what its author keeps to themselves for a while."""
        return self.filter(asked_at=None, closed_at=None)

    def open(self) -> Self:
        """Keep questions that were asked and have not come to rest."""
        return self.asked().filter(closed_at=None)


class Question(models.Model):
    """A question, the need behind it, and by when an answer is hoped for.

    Read by its author; by the partner from asking on until it is taken back; by the therapist at
    words. A draft (`asked_at` empty) and what was taken back are the author's alone.
    `slot` is its place among the open ones; what was asked of somebody earlier gives it back when
    another question needs it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="questions")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="questions")
    text = EncryptedTextField(owner="author")
    need = EncryptedTextField(owner="author")
    kind = models.CharField(max_length=7, choices=QuestionKind.choices)
    how = models.CharField(max_length=7, choices=How.choices)
    answer_hours = models.PositiveSmallIntegerField(default=ANSWER_HOURS)
    written_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    asked_on = models.DateField(null=True)
    answer_by = models.DateTimeField(null=True)
    slot = models.PositiveSmallIntegerField(null=True)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followed_by")
    closed_as = models.CharField(max_length=9, choices=ClosedAs.choices, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["author", "closed_at"], name="question_of_author"),
            models.Index(fields=["couple", "closed_at"], name="question_of_couple"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "slot"], name="five_open_questions_for_a_person"),
            models.CheckConstraint(
                condition=Q(slot=None) | Q(asked_at__isnull=False, closed_as="", slot__range=(1, MOST_OPEN_QUESTIONS)),
                name="only_an_open_question_has_a_slot",
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at=None) | ~Q(closed_as="") & Q(closed_at__isnull=False),
                name="closed_question_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, asked_on=None, answer_by=None)
                | Q(asked_at__isnull=False, asked_on__isnull=False, answer_by__isnull=False)
                & Q(answer_by__gt=models.F("asked_at")),
                name="asked_question_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def is_draft(self) -> bool:
        """Say whether it has not been asked."""
        return self.asked_at is None

    @property
    def is_open(self) -> bool:
        """Say whether it was asked and has not come to rest."""
        return self.asked_at is not None and not self.closed_as

    @property
    def was_withdrawn(self) -> bool:
        """Say whether its author took it back."""
        return self.closed_as == ClosedAs.WITHDRAWN

    def time_at(self, asked_at: datetime) -> datetime:
        """Return by when an answer is hoped for, if it is asked at this instant."""
        return asked_at + timedelta(hours=self.answer_hours)


class AnswerVersionQuerySet(SharedQuerySet["AnswerVersion"]):
    """Reads of answers."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, drafts too, and what was sent to them on a question that stands."""
        sent = open_to(user) & Q(sent_at__isnull=False)
        return self.filter(Q(author=user) | sent).select_related("author")

    def sent(self) -> Self:
        """Keep what is no draft."""
        return self.filter(sent_at__isnull=False)


class AnswerVersion(models.Model):
    """One version of an answer; nothing is ever overwritten once it was sent.

    Read by its author; by who asked, once it was sent. A draft is its author's alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="answers")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    words = EncryptedTextField(owner="author")
    is_all_known = models.BooleanField(null=True)
    change = models.CharField(max_length=15, choices=AnswerChange.choices)
    asked_for = models.BooleanField(null=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)

    objects = AnswerVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="answer_versions_are_numbered"),
            models.UniqueConstraint(fields=["question"], condition=Q(sent_at=None), name="one_answer_draft_a_question"),
            models.CheckConstraint(
                condition=Q(number=1, change=AnswerChange.FIRST) | Q(number__gt=1) & ~Q(change=AnswerChange.FIRST),
                name="first_answer_is_the_first",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False, sent_on__isnull=False) | Q(sent_at=None, sent_on=None, couple=None),
                name="draft_answer_is_not_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"answer version {self.pk}"
