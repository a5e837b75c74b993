"""Space with a return: time-outs, and what each agreed on in calm."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from repair.models.sharing import SharedQuerySet, open_to

SHORTEST_TIME_OUT = timedelta(minutes=20)
LONGEST_TIME_OUT = timedelta(hours=24)
KEPT_FROM = timedelta(minutes=10)
KEPT_UNTIL_AFTER = timedelta(minutes=30)


class TimeOutOutcome(models.TextChoices):
    """What somebody wants to do with it afterwards; each of them is fine."""

    AGAIN = "again", _("Talk again")
    TABLED = "tabled", _("Keep it for later")
    DROPPED = "dropped", _("Let it go")


class TimeOutQuerySet(SharedQuerySet["TimeOut"]):
    """Reads of time-outs."""

    def open(self) -> Self:
        """Keep those that the two have not come back from yet."""
        return self.filter(is_open=True)

    def running(self, now: datetime) -> "TimeOut | None":
        """Return the one that ends last of those whose end has not come, or None."""
        return self.open().filter(ends_at__gt=now).order_by("-ends_at", "pk").first()

    def of_one(self, head: "TimeOut") -> Self:
        """Keep a time-out and what was called while it ran: both end in one return."""
        return self.filter(Q(pk=head.pk) | Q(joined=head))

    def kept(self) -> Self:
        """Keep those whose return was kept, once where both called one at once."""
        return self.filter(is_kept=True)


class TimeOut(models.Model):
    """Space with an end, called by one person for themselves: only the caller moves the end.

    Read by the caller; by the partner while it carries the couple. It holds no words. `joined` is
    the partner's that ran when this one was called: each keeps its own end, and both share one return,
    which is stored in the first once both people said that they are back.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="time_outs")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="time_outs")
    joined = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    started_on = models.DateField()
    ends_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    returned_at = models.DateTimeField(null=True)
    returned_on = models.DateField(null=True)
    is_kept = models.BooleanField(default=False)
    head: UUID  # where a page reads it: the first of those that share a return
    is_back: bool  # the reader said so
    said_alone: bool  # maybe in a pause, to themselves
    said_mine: str | None
    said_theirs: str | None  # once both said what they want

    objects = TimeOutQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["couple", "started_at"], name="time_out_of_couple")]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "couple"], condition=Q(is_open=True), name="one_time_out_of_a_partner"
            ),
            models.UniqueConstraint(
                fields=["author"], condition=Q(is_open=True, couple=None), name="one_time_out_of_ones_own"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("started_at")) & Q(ends_at__lte=F("started_at") + LONGEST_TIME_OUT),
                name="time_out_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_on=None, is_kept=False)
                | Q(is_open=False, returned_at__isnull=False, returned_on__isnull=False),
                name="return_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"time-out {self.pk}"

    def is_due(self, now: datetime) -> bool:
        """Say whether its end has come."""
        return self.ends_at <= now


class TimeOutReturnQuerySet(SharedQuerySet["TimeOutReturn"]):
    """Reads of what each says after a time-out."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and the partner's once both said what they want."""
        mine = TimeOutReturn.objects.filter(author=user, time_out=OuterRef("time_out")).exclude(outcome="")
        both_said = Q(~Q(outcome=""), Exists(mine))
        return self.filter(Q(author=user) | open_to(user) & both_said).select_related("author")


class TimeOutReturn(models.Model):
    """One person's "I'm back", and what they want to do next.

    Read by its author; the partner learns that both are back once both said so, and reads the rest
    once both said that. It carries no couple where a pause keeps it back.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    time_out = models.ForeignKey(TimeOut, models.CASCADE, related_name="returns")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()
    outcome = models.CharField(max_length=7, choices=TimeOutOutcome.choices, blank=True)

    objects = TimeOutReturnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["time_out", "author"], name="one_return_a_person")]

    def __str__(self) -> str:
        return f"time-out return {self.pk}"


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
