"""Space with a return: time-outs, and what each agreed on in calm."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from repair.models.sharing import SharedQuerySet

SHORTEST_TIME_OUT = timedelta(minutes=20)
LONGEST_TIME_OUT = timedelta(hours=24)
KEPT_UNTIL_AFTER = timedelta(minutes=30)


class TimeOutOutcome(models.TextChoices):
    """What the two did with it afterwards; each of them is fine."""

    AGAIN = "again", _("We talked again")
    TABLED = "tabled", _("We keep it for later")
    DROPPED = "dropped", _("We let it go")


class TimeOutQuerySet(SharedQuerySet["TimeOut"]):
    """Reads of time-outs."""

    def open(self) -> Self:
        """Keep the one that nobody came back from yet."""
        return self.filter(is_open=True)

    def running(self, now: datetime) -> "TimeOut | None":
        """Return the one whose time has not come, or None."""
        return self.open().filter(returns_at__gt=now).first()

    def kept(self) -> Self:
        """Keep those whose return was kept: in time, or little later."""
        return self.filter(returned_at__lte=F("returns_at") + KEPT_UNTIL_AFTER)

    def over(self, before: datetime | None) -> Self:
        """Keep those that are over, the newest first; with an instant, those begun before it."""
        rows = self.filter(is_open=False).order_by("-started_at")
        return rows.filter(started_at__lt=before) if before else rows


class TimeOut(models.Model):
    """Space with a time of return, one at a time for a couple; either calls it, neither can refuse it.

    Both read it; it holds no words. Calling it again moves the return to the later time.
    The return counts as kept until half an hour after the time: people talk first and press later.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="time_outs")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="time_outs")
    started_at = models.DateTimeField()
    started_on = models.DateField()
    returns_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=True)
    returned_at = models.DateTimeField(null=True)
    returned_on = models.DateField(null=True)
    returned_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=7, choices=TimeOutOutcome.choices, blank=True)

    objects = TimeOutQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["couple", "started_at"], name="time_out_of_couple")]
        constraints = [
            models.UniqueConstraint(fields=["couple"], condition=Q(is_open=True), name="one_time_out_at_a_time"),
            models.CheckConstraint(
                condition=Q(returns_at__gte=F("started_at") + SHORTEST_TIME_OUT)
                & Q(returns_at__lte=F("started_at") + LONGEST_TIME_OUT),
                name="twenty_minutes_to_a_day",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_on=None, returned_by=None, outcome="")
                | Q(is_open=False, returned_at__isnull=False, returned_on__isnull=False),
                name="return_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"time-out {self.pk}"

    def is_due(self, now: datetime) -> bool:
        """Say whether the agreed time has come."""
        return self.returns_at <= now

    @property
    def was_kept(self) -> bool:
        """Say whether the return was kept."""
        return self.returned_at is not None and self.returned_at <= self.returns_at + KEPT_UNTIL_AFTER


class CalmPlanQuerySet(SharedQuerySet["CalmPlan"]):
    """Reads of calm plans."""

    def newest_first(self) -> Self:
        """Order them by time, the one that holds now first."""
        return self.order_by("-changed_at", "-pk")


class CalmPlan(models.Model):
    """One version of what a person agreed on in calm: the words that call a time-out, and what soothes them.

    Read by its author; by the partner once it carries the couple; by the therapist at words.
    The newest one stands; earlier ones stay readable.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="calm_plans")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="calm_plans")
    signal_words = EncryptedTextField(owner="author")
    soothing = EncryptedTextField(owner="author")
    changed_at = models.DateTimeField()
    changed_on = models.DateField()

    objects = CalmPlanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["author", "changed_at"], name="calm_plan_of_author")]

    def __str__(self) -> str:
        return f"calm plan {self.pk}"
