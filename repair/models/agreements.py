"""What is offered to be seen for a while."""

from datetime import date
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.paging import Place, behind
from repair.models.sharing import SharedQuerySet

LONGEST_AGREEMENT_DAYS = 90


class AgreementQuerySet(SharedQuerySet["Agreement"]):
    """Reads of transparency agreements."""

    def running(self, on: date) -> Self:
        """Keep those that nobody ended and whose last date has not gone by."""
        return self.filter(ended_at=None, ends_on__gte=on).order_by("-made_at", "pk")

    def over(self, on: date, *, before: Place | None = None) -> Self:
        """Keep those that came to their end, the newest first; with a place, those that stand behind it."""
        rows = self.exclude(ended_at=None, ends_on__gte=on).order_by("-made_at", "-pk")
        return rows.filter(behind("made_at", before)) if before else rows


class Agreement(models.Model):
    """What one partner offers to let the other see, why, and until when; nothing is ever uploaded.

    Read by both while it carries the couple; by the therapist at words. Either may pause or end it, its
    author alone resumes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="agreements")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="agreements")
    offered = EncryptedTextField(owner="author")
    why = EncryptedTextField(owner="author")
    made_on = models.DateField()
    made_at = models.DateTimeField()
    review_on = models.DateField()
    ends_on = models.DateField()
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["couple", "ends_on"], name="agreement_of_couple")]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gte=models.F("made_on"), ends_on__gte=models.F("review_on")),
                name="agreement_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None) | Q(ended_at__isnull=False, ended_on__isnull=False),
                name="ended_agreement_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    def is_running(self, on: date) -> bool:
        """Say whether nobody ended it and its last date has not gone by; it may be paused."""
        return self.ended_at is None and on <= self.ends_on
