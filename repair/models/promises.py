"""Promises, what became of each of their dates, and notes added to them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.weeks import DAY, local_today
from repair.models.sharing import SharedQuerySet

MOST_OPEN_PROMISES = 3
STANDS_AFTER = timedelta(days=7)


class Repeats(models.TextChoices):
    """When a promise is due."""

    ONCE = "once", _("Once")
    WEEKDAYS = "weekdays", _("On certain weekdays")
    WHENEVER = "whenever", _("Whenever it happens")


class EndedAs(models.TextChoices):
    """How a promise came to its end."""

    DONE = "done", _("Done")
    CHANGED = "changed", _("Made anew")
    WITHDRAWN = "withdrawn", _("Taken back")


class Report(models.TextChoices):
    """What the maker says of one date."""

    KEPT = "kept", _("Kept")
    LATE = "late", _("Late, the same day")
    MISSED = "missed", _("Not this time")
    CHANGED = "changed", _("Changed beforehand")


class Seen(models.TextChoices):
    """How the other one saw it; no answer is also fine."""

    AGREE = "agree", _("I saw it too")
    DIFFERENTLY = "differently", _("I saw it differently")
    UNNOTICED = "unnoticed", _("I did not notice")


SAID_KEPT = (Report.KEPT, Report.LATE)


class PromiseQuerySet(SharedQuerySet["Promise"]):
    """Reads of promises."""

    def open(self) -> Self:
        """Keep promises that nobody has ended."""
        return self.filter(ended_at=None)

    def run_out(self, on: date) -> Self:
        """Keep open promises whose last date lies before this one."""
        return self.open().filter(last_on__lt=on)

    def told_in(self, thread: object) -> Self:
        """Keep the versions of one promise, the first one first."""
        return self.filter(thread=thread).order_by("made_at", "pk")


class Promise(models.Model):
    """ "When … I will … by …": specific, dated, made by its author for themselves.

    Read by the author; by the partner once it carries the couple; by the therapist at words.
    `slot` counts the open ones, so that the database holds the limit; `thread` is the id of
    the first version of a promise that was made anew; `ended_on` is the last date that counts.
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
    ended_as = models.CharField(max_length=9, choices=EndedAs.choices, blank=True)
    end_reason = EncryptedTextField(owner="author")

    objects = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["thread"], name="promise_thread")]
        constraints = [
            models.UniqueConstraint(fields=["author", "slot"], name="three_open_promises_for_a_person"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None, ended_as="", slot__isnull=False)
                & Q(slot__range=(1, MOST_OPEN_PROMISES))
                | Q(ended_at__isnull=False, ended_on__isnull=False, slot=None) & ~Q(ended_as=""),
                name="open_promise_has_a_slot",
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
    def is_open(self) -> bool:
        """Say whether nobody has ended it."""
        return self.ended_at is None

    @property
    def ended_day(self) -> date | None:
        """Return the author's date on which it ended: the day that was said, or its last date if that came first."""
        if self.ended_at is None:
            return None
        said_on = local_today(self.ended_at, self.author.zone)
        return min(said_on, self.last_on or said_on)

    def falls_on(self, day: date) -> bool:
        """Say whether the rule, as long as it lasts, names this date."""
        if day < self.first_on or (self.last_on and day > self.last_on) or (self.ended_on and day > self.ended_on):
            return False
        if self.repeats == Repeats.ONCE:
            return day == self.last_on
        return self.repeats == Repeats.WHENEVER or bool(self.weekdays >> day.weekday() & 1)

    def due_dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the dates between two that the rule names; none for "whenever it happens"."""
        if self.repeats == Repeats.WHENEVER:
            return
        day, end = max(first, self.first_on), min(last, self.last_on or last, self.ended_on or last)
        while day <= end:
            if self.falls_on(day):
                yield day
            day += DAY

    @property
    def weekday_numbers(self) -> list[int]:
        """Return the weekdays it is due on, Monday as 0."""
        return [number for number in range(7) if self.weekdays >> number & 1]


def counts_kept(report: str, seen: str, *, has_stood: bool) -> bool:
    """Say whether a date counts as kept: said so, and seen so or, for seven days (`has_stood`), not answered."""
    return report in SAID_KEPT and (seen == Seen.AGREE or (has_stood and not seen))


def counts_due(report: str, seen: str, *, has_stood: bool) -> bool:
    """Say whether a date counts at all: answered, or not for seven days; what was changed beforehand is not due."""
    return report != Report.CHANGED and (bool(seen) or has_stood)


class PromiseDateQuerySet(SharedQuerySet["PromiseDate"]):
    """Reads of what became of a promise's dates."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and what is shared with their live, open couple."""
        return super().visible_to(user).select_related("author", "promise__author")

    def due_before(self, day: date | None) -> Self:
        """Keep dates before one, the newest first; None keeps all."""
        rows = self.filter(due_on__lt=day) if day else self
        return rows.order_by("-due_on", "pk")

    def counted_kept(self, now: datetime) -> Self:
        """Keep what counts as kept: the same rule as the function `counts_kept`."""
        stands = Q(seen="", reported_at__lte=now - STANDS_AFTER)
        return self.filter(Q(seen=Seen.AGREE) | stands, report__in=SAID_KEPT)

    def agreed_kept(self) -> Self:
        """Keep that part of what counts as kept which both said."""
        return self.filter(report__in=SAID_KEPT, seen=Seen.AGREE)


class PromiseDate(models.Model):
    """What became of a promise on one date: the maker's word and how the other saw it. Read as the promise is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="promise_dates")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="promise_dates")
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="dates")
    due_on = models.DateField()
    report = models.CharField(max_length=7, choices=Report.choices)
    reported_at = models.DateTimeField()
    seen = models.CharField(max_length=11, choices=Seen.choices, blank=True)
    seen_at = models.DateTimeField(null=True)
    owning = EncryptedTextField(owner="author")
    owned_at = models.DateTimeField(null=True)
    has_stood: bool  # where a page reads it: whether the word stands by itself

    objects = PromiseDateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["author", "due_on"], name="promise_date_of_author"),
            models.Index(fields=["couple", "due_on"], name="promise_date_of_couple"),
            models.Index(fields=["couple", "reported_at"], name="promise_date_reported"),
            models.Index(fields=["couple", "seen", "report", "due_on", "reported_at"], name="promise_date_as_seen"),
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

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"promise note {self.pk}"
