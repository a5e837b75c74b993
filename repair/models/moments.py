"""Hard moments."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.paging import Place, behind
from repair.models.sharing import SharedQuerySet, open_to

MET_WELL = 1
LONGEST_SETTLING_MINUTES = 7 * 24 * 60


class HardMomentQuerySet(SharedQuerySet["HardMoment"]):
    """Reads of hard moments. What was taken back is its author's alone; the other keeps a dated line."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and what the partner shared and did not take back."""
        return self.filter(Q(author=user) | open_to(user) & Q(withdrawn_at=None)).select_related("author")

    def taken_back_from(self, user: User) -> Self:
        """Keep what the partner took back, without a word of it."""
        gone = self.filter(open_to(user), withdrawn_at__isnull=False).exclude(author=user)
        return gone.defer("cue", "needed")

    def lines_to(self, user: User, *, before: Place | None = None) -> Self:
        """Keep what a person may read and the lines of what was taken back, the newest first; print no words of those."""
        rows = self.filter(Q(author=user) | open_to(user)).select_related("author").order_by("-happened_on", "-pk")
        return rows.filter(behind("happened_on", before)) if before else rows

    def met_well(self) -> Self:
        """Keep those that were met well."""
        return self.filter(met__gte=MET_WELL)


class HardMoment(models.Model):
    """What brought it up, how strong it was, how long it stayed, what was needed and how it was met.

    Read by its author; by the partner once the author shared it (then it carries the couple); by the
    therapist at words. It resets nothing. `met` runs from -2 to 2.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="hard_moments")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="hard_moments")
    happened_on = models.DateField()
    cue = EncryptedTextField(owner="author")
    strength = models.PositiveSmallIntegerField()
    settled_minutes = models.PositiveIntegerField(null=True)
    needed = EncryptedTextField(owner="author")
    met = models.SmallIntegerField(null=True)
    written_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = HardMomentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["author", "happened_on"], name="hard_moment_of_author"),
            models.Index(fields=["couple", "happened_on"], name="hard_moment_of_couple"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(strength__range=(0, 10)), name="strength_in_scale"),
            models.CheckConstraint(condition=Q(met=None) | Q(met__range=(-2, 2)), name="met_in_scale"),
            models.CheckConstraint(
                condition=Q(settled_minutes=None) | Q(settled_minutes__lte=LONGEST_SETTLING_MINUTES),
                name="settled_within_a_week",
            ),
            models.CheckConstraint(
                condition=Q(shared_at=None, couple=None, withdrawn_at=None) | Q(shared_at__isnull=False),
                name="moment_is_shared_by_an_act",
            ),
        ]

    def __str__(self) -> str:
        return f"hard moment {self.pk}"

    @property
    def was_met_well(self) -> bool:
        """Say whether it was met well."""
        return self.met is not None and self.met >= MET_WELL
