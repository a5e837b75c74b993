"""The daily check-in and its own-eyes rows, and appreciation."""

from datetime import date, datetime
from typing import Self, TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checkins.answers import AnswerKind, BuiltInTopic, Escalated, Part, Whose, columns, empty_columns, of_part
from checkins.day_pack import DayPack  # noqa: F401  a model of this app
from checkins.opens_by_clock import OpensByClock
from couples.models import Couple, Pause, Topic, opened_couple_of
from kit.encryption import EncryptedTextField


def in_scale(whose: Whose) -> list[models.BaseConstraint]:
    """Return a constraint for each rating among these answers: empty, or 0 to 10."""
    return [
        models.CheckConstraint(
            condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0, f"{name}__lte": 10}), name=f"{name}_in_scale"
        )
        for name in columns(whose, AnswerKind.RATING)
    ]


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Reads of check-ins."""

    def visible_to(self, user: User, *, until: date) -> "CheckInQuerySet":
        """Keep the person's own, and what lies open to them of the other's; `until` is `Standing.open_until`."""
        return self.filter(Q(author=user) | opened_to(user, until)).select_related("author", "topic__author")

    def of(self, user: User) -> "CheckInQuerySet":
        """Keep one person's own."""
        return self.filter(author=user)

    def between(self, first: object, last: object) -> "CheckInQuerySet":
        """Keep local dates from first to last, both included."""
        return self.filter(local_date__range=(first, last))


def opened_to(user: User, until: date) -> Q:
    """Return the condition that a day of the other's lies open to this person (ruling 33d).

    The couple lives, this person opened the space too, nothing was withdrawn, and the date
    is one that the clock has opened to them, or both have written it.
    """
    shared = Q(couple=opened_couple_of(user), withdrawn_at=None)
    return shared & (Q(local_date__lte=until) | both_wrote())


def both_wrote() -> Q:
    """Return the condition that the other one of a row's couple shared this date too, and neither took it back sealed.

    A row that was taken back when it lay open still counts.
    """
    theirs = CheckIn.objects.filter(couple=OuterRef("couple"), local_date=OuterRef("local_date"))
    return Q(Exists(theirs.exclude(author=OuterRef("author")).exclude(taken_back()))) & ~taken_back()


def taken_back() -> Q:
    """Return the condition that a row's author took its date back while it was sealed."""
    return Q(Exists(OpensByClock.objects.filter(author=OuterRef("author"), local_date=OuterRef("local_date"))))


class CheckIn(models.Model):
    """One person's answers for one local date; the part a partner may come to read.

    Read by its author; by the partner once it carries the couple and lies open (`opened_to`);
    by the couple's therapist at the author's level. `is_added_later`: it was stored when its date
    was over, in the couple's day zone, or in `zone`, its author's when it was written.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="check_ins")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="check_ins")
    local_date = models.DateField()
    zone = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    is_added_later = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)

    hard_day = models.BooleanField(default=False)
    safe = models.PositiveSmallIntegerField(null=True)
    close = models.PositiveSmallIntegerField(null=True)
    on_guard_shared = models.PositiveSmallIntegerField(null=True)
    hard_talk = models.BooleanField(default=False)
    topic_key = models.CharField(max_length=10, choices=BuiltInTopic.choices, blank=True)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, related_name="check_ins")
    calm = models.PositiveSmallIntegerField(null=True)
    defended = models.PositiveSmallIntegerField(null=True)
    heard = models.PositiveSmallIntegerField(null=True)
    escalated = models.CharField(max_length=6, choices=Escalated.choices, blank=True)
    came_back = models.BooleanField(null=True)
    shared_unasked = models.BooleanField(null=True)
    words_for_us = EncryptedTextField(owner="author")
    both_wrote: bool  # where a day is read or written
    was_taken_back: bool  # where a day is read

    objects = CheckInQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["couple", "local_date"], name="check_in_couple_date")]
        constraints = [
            models.UniqueConstraint(fields=["author", "local_date"], name="one_check_in_a_person_and_date"),
            models.CheckConstraint(
                condition=Q(hard_day=True, safe=None, close=None)
                | Q(hard_day=False, safe__isnull=False, close__isnull=False),
                name="rated_or_hard_day",
            ),
            models.CheckConstraint(condition=Q(topic_key="") | Q(topic=None), name="one_topic_of_one_kind"),
            models.CheckConstraint(
                condition=Q(hard_talk=True) | Q(**empty_columns(Whose.SHARED, of_part(Part.TALK))),
                name="talk_answers_need_a_talk",
            ),
            *in_scale(Whose.SHARED),
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"

    def has_opened(self, couple: Couple | None, now: datetime) -> bool:
        """Say whether it lies open as its author is told, who may then no longer change it; `couple` is the living one.

        Both have written, or the date is over in the couple's day zone: wherever a reader is, who may wait longer (33e).
        """
        if couple is None or self.couple_id != couple.pk:
            return False
        return self.both_wrote or self.local_date <= couple.days.last_over(now)

    @property
    def topic_name(self) -> str:
        """Return the words for the topic as the author reads them: another one's only while their living couple shares it."""
        if self.topic is None or self.topic.author_id == self.author_id:
            return self._topic_words()
        ours = Couple.objects.live().filter(topics=self.topic, partners__user=self.author_id)
        return self._topic_words() if ours.exists() else ""

    @property
    def shared_topic_name(self) -> str:
        """Return the words for the topic as the other reads them: one of its author's own only if it is shared."""
        return self._topic_words() if self.topic is None or self.topic.couple_id == self.couple_id else ""

    def _topic_words(self) -> str:
        if self.topic_key:
            return str(BuiltInTopic(self.topic_key).label)
        return self.topic.name if self.topic else ""


Own = TypeVar("Own", "OwnAnswers", "PrivateWords")


class OwnQuerySet(models.QuerySet[Own]):
    """Reads of rows that are their author's alone."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own."""
        return self.filter(author=user).select_related("author")


class OwnAnswers(models.Model):
    """The answers that stay with their author: on guard, overwhelm, rushed, a hard moment.

    Read by the author; the therapist at numbers sees what is made of them. The partner never.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="own_answers")
    check_in = models.OneToOneField(CheckIn, models.CASCADE, related_name="own")
    on_guard = models.PositiveSmallIntegerField(null=True)
    overwhelm = models.PositiveSmallIntegerField(null=True)
    rushed = models.BooleanField(null=True)
    hard_moment = models.BooleanField(null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = in_scale(Whose.OWN)

    def __str__(self) -> str:
        return f"own answers {self.pk}"


class PrivateWords(models.Model):
    """Words for me: in nobody else's page, count, search, export or summary. Read by the author alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="private_words")
    local_date = models.DateField()
    words = EncryptedTextField(owner="author")
    changed_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "private words"
        constraints = [models.UniqueConstraint(fields=["author", "local_date"], name="private_words_once_a_date")]

    def __str__(self) -> str:
        return f"private words {self.pk}"


class CheckInNoteQuerySet(models.QuerySet["CheckInNote"]):
    """Reads of notes added to opened check-ins."""

    def visible_to(self, user: User, *, until: date) -> "CheckInNoteQuerySet":
        """Keep notes on check-ins this person may read."""
        return self.filter(check_in__in=CheckIn.objects.visible_to(user, until=until)).select_related("author")


class CheckInNote(models.Model):
    """What an author added after the day opened. Read as the check-in is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    words = EncryptedTextField(owner="author")
    added_at = models.DateTimeField()

    objects = CheckInNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"check-in note {self.pk}"


class Answer(models.TextChoices):
    """How an appreciation was received; no answer is also fine."""

    THANKS = "thanks", _("Thank you")
    HARD = "hard", _("Hard to take in today")


def has_arrived(now: datetime) -> Q:
    """Return the condition that an appreciation has reached the other: its time came, and no pause of its author holds it.

    A pause that began after its time holds nothing back; when it ends, what it held arrives.
    """
    theirs = Pause.objects.filter(partner__user=OuterRef("author"), partner__couple=OuterRef("couple"))
    holding = theirs.filter(ended_at=None, started_at__lt=OuterRef("delivered_at"))
    return Q(delivered_at__lte=now) & ~Q(Exists(holding))


class AppreciationQuerySet(models.QuerySet["Appreciation"]):
    """Reads of appreciations."""

    def visible_to(self, user: User, *, now: datetime) -> "AppreciationQuerySet":
        """Keep the person's own, and what was delivered to them in their live couple."""
        delivered = Q(couple=opened_couple_of(user)) & has_arrived(now)
        return self.filter(Q(author=user) | delivered).select_related("author")

    def arrived(self, now: datetime) -> "AppreciationQuerySet":
        """Keep what has reached the other."""
        return self.filter(has_arrived(now))

    def given_to(self, user: User, *, now: datetime) -> "AppreciationQuerySet":
        """Keep what was delivered to a person."""
        return self.visible_to(user, now=now).exclude(author=user)

    def newest_first(self) -> "AppreciationQuerySet":
        """Order by when it was written."""
        return self.order_by("-written_at", "-pk")


class Appreciation(models.Model):
    """A deed that was noticed, and what it shows. Never owed, never counted against anyone.

    Read by the author; by the partner from `delivered_at` on, unless its author pauses then; by the
    therapist at words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="appreciations")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="appreciations")
    deed = EncryptedTextField(owner="author")
    shows = EncryptedTextField(owner="author")
    written_on = models.DateField()
    written_at = models.DateTimeField()
    delivered_at = models.DateTimeField()
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_on_its_way: bool  # on the page of appreciations

    objects = AppreciationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["couple", "delivered_at"], name="appreciation_delivered")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="appreciation_answer_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"appreciation {self.pk}"
