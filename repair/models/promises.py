"""Promises, what became of each of their dates, and notes added to them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from repair.models.promise_life import (
    REPORT_DAYS,
    SAID_KEPT,
    STANDS_AFTER,
    Became,
    EndedAs,
    PromiseLife,
    Repeats,
    Report,
    Schedule,
    Seen,
    Told,
    became,
)
from repair.models.sharing import SharedQuerySet

MOST_OPEN_PROMISES = 3


class PromiseQuerySet(SharedQuerySet["Promise"]):
    """Reads of promises."""

    def unended(self) -> Self:
        """Keep promises whose maker said no end; what their dates make of them is asked of each one's life."""
        return self.filter(ended_at=None)

    def with_slot(self) -> Self:
        """Keep those that hold one of their maker's places."""
        return self.filter(slot__isnull=False)

    def of_couple(self, couple: UUID | None) -> Self:
        """Keep those that were made to one couple."""
        return self.filter(couple=couple)

    def told_in(self, thread: object) -> Self:
        """Keep the versions of one promise, the first one first."""
        return self.filter(thread=thread).order_by("made_at", "pk")


class Promise(models.Model):
    """ "When … I will … by …": specific, dated, made by its author for themselves.

    Read by the author; by the partner once it carries the couple; by the therapist at words.
    Where it stands is asked of its life, never read off a field. `slot` is its place among the open
    ones, so that the database holds the limit; a place is given back when another promise needs it.
    `ended_on` is the last date that counts, `end_said_on` the date on which its maker ended it;
    `thread` is the id of the first version of a promise that was made anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="promises")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="promises")
    cue = EncryptedTextField(owner="author")
    deed = EncryptedTextField(owner="author")
    deadline_words = EncryptedTextField(owner="author")
    noticed = EncryptedTextField(owner="author")
    repeats = models.CharField(max_length=8, choices=Repeats.choices)
    weekdays = models.PositiveSmallIntegerField(default=0)
    first_on = models.DateField()
    last_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_on = models.DateField()
    slot = models.PositiveSmallIntegerField(null=True)
    thread = models.UUIDField()
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    end_said_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=9, choices=EndedAs.choices, blank=True)
    end_reason = EncryptedTextField(owner="author")
    told_until: date | None  # where a list reads them: the last of its dates that was told, and how
    told_as: str | None

    objects = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["thread"], name="promise_thread")]
        constraints = [
            models.UniqueConstraint(fields=["author", "slot"], name="three_open_promises_for_a_person"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None, end_said_on=None, ended_as="")
                & (Q(slot=None) | Q(slot__range=(1, MOST_OPEN_PROMISES)))
                | Q(ended_at__isnull=False, ended_on__isnull=False, end_said_on__isnull=False, slot=None)
                & ~Q(ended_as=""),
                name="ended_promise_has_no_slot",
            ),
            models.CheckConstraint(
                condition=Q(repeats=Repeats.WEEKDAYS, weekdays__gte=1, weekdays__lte=127)
                | ~Q(repeats=Repeats.WEEKDAYS) & Q(weekdays=0),
                name="weekdays_where_they_count",
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) & ~Q(repeats=Repeats.ONCE)
                | Q(last_on__isnull=False, last_on__gte=models.F("first_on")),
                name="promise_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"promise {self.pk}"

    @property
    def schedule(self) -> Schedule:
        """Return the rule that names its dates."""
        return Schedule(self.repeats, self.first_on, self.last_on, self.weekdays)

    def life(self, told: "Iterable[PromiseDate]" = (), *, living: UUID | None) -> PromiseLife:
        """Return its life for somebody who reads these dates of it; `living`: the couple they are in."""
        said = {row.due_on: Told(row.report, row.seen) for row in told}
        return PromiseLife(self.schedule, said, self.ended_as, self.ended_on, is_apart=self.couple_id != living)

    @property
    def closes_on(self) -> date | None:
        """Return the date of its end as its pages tell it: the day that was said, or its last date if that came first."""
        return min(filter(None, (self.end_said_on, self.schedule.last_due)), default=None)

    @property
    def weekday_numbers(self) -> list[int]:
        """Return the weekdays it is due on, Monday as 0."""
        return [number for number in range(7) if self.weekdays >> number & 1]


def counts_kept(report: str, seen: str, *, has_stood: bool) -> bool:
    """Say whether a date counts as kept: said so, and seen so or, for seven days (`has_stood`), not answered."""
    return became(report, seen, has_stood=has_stood) == Became.KEPT


def counts_due(report: str, seen: str, *, has_stood: bool) -> bool:
    """Say whether a date counts at all: answered, or not for seven days; what was changed beforehand is not due."""
    return became(report, seen, has_stood=has_stood) in (Became.KEPT, Became.NOT_KEPT)


class PromiseDateQuerySet(SharedQuerySet["PromiseDate"]):
    """Reads of what became of a promise's dates."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and what is shared with their live, open couple."""
        return super().visible_to(user).select_related("author", "promise__author")

    def lately(self, today: date) -> Self:
        """Keep what was told of the last fortnight's dates and of later ones, on which a promise's state rests."""
        return self.filter(due_on__gte=today - timedelta(days=REPORT_DAYS))

    def due_before(self, day: date | None) -> Self:
        """Keep dates before one, the newest first; None keeps all."""
        rows = self.filter(due_on__lt=day) if day else self
        return rows.order_by("-due_on", "pk")

    def counted_kept(self, now: datetime) -> Self:
        """Keep what counts as kept: as `counts_kept`, of what was told to somebody, who could have answered."""
        stands = Q(seen="", reported_at__lte=now - STANDS_AFTER, couple__isnull=False)
        return self.filter(Q(seen=Seen.AGREE) | stands, report__in=SAID_KEPT)

    def agreed_kept(self) -> Self:
        """Keep that part of what counts as kept which both said."""
        return self.filter(report__in=SAID_KEPT, seen=Seen.AGREE)


class PromiseDate(models.Model):
    """What became of a promise on one date: the maker's word and how the other saw it. Read as the promise is.

    `told_on` is the date on which the maker told it; `stands_on` the one it is counted and listed under: what was
    kept early stands under the day it was told.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="promise_dates")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="promise_dates")
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="dates")
    due_on = models.DateField()
    report = models.CharField(max_length=7, choices=Report.choices)
    reported_at = models.DateTimeField()
    told_on = models.DateField()
    stands_on = models.GeneratedField(
        expression=models.Case(
            models.When(report__in=SAID_KEPT, then=Least(F("due_on"), F("told_on"))), default=F("due_on")
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    seen = models.CharField(max_length=11, choices=Seen.choices, blank=True)
    seen_at = models.DateTimeField(null=True)
    owning = EncryptedTextField(owner="author")
    owned_at = models.DateTimeField(null=True)
    has_stood: bool  # where a page reads it: whether the word stands by itself

    objects = PromiseDateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["author", "stands_on"], name="promise_date_of_author"),
            models.Index(fields=["couple", "stands_on"], name="promise_date_of_couple"),
            models.Index(fields=["couple", "reported_at"], name="promise_date_reported"),
            models.Index(fields=["couple", "seen", "report", "stands_on", "reported_at"], name="promise_date_as_seen"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["promise", "due_on"], name="one_report_a_promise_and_date"),
            models.CheckConstraint(
                condition=Q(seen="", seen_at=None) | ~Q(seen="") & Q(seen_at__isnull=False),
                name="seen_promise_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"promise date {self.pk}"

    def stands(self, now: datetime) -> bool:
        """Say whether seven days went by, so that the maker's word stands by itself."""
        return self.reported_at <= now - STANDS_AFTER

    def is_hollow(self, now: datetime) -> bool:
        """Say whether the maker's word stands without an answer."""
        return self.stands(now) and not self.seen

    def counts_kept(self, now: datetime) -> bool:
        """Say whether it counts as kept."""
        return counts_kept(self.report, self.seen, has_stood=self.stands(now))


class PromiseNote(models.Model):
    """Words that either partner adds to a promise that was already shared. Read as the promise is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="notes")
    words = EncryptedTextField(owner="author")
    added_at = models.DateTimeField()
    added_on = models.DateField()

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"promise note {self.pk}"
