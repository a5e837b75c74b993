"""What is shared before anybody asks."""

from collections.abc import Iterable
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.paging import Place, behind
from repair.models.sharing import SharedQuerySet, open_to


class OpennessQuerySet(SharedQuerySet["Openness"]):
    """Reads of openness. What was taken back is its author's alone; the other keeps a dated line."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and what the partner shared and did not take back."""
        return self.filter(Q(author=user) | open_to(user) & Q(withdrawn_at=None)).select_related("author")

    def taken_back_from(self, user: User) -> Self:
        """Keep what the partner took back, without a word of it."""
        return self.filter(open_to(user), withdrawn_at__isnull=False).exclude(author=user).defer("words")

    def newest_first(self, *, before: Place | None) -> Self:
        """Return the latest shared first; with a place, those that stand behind it."""
        rows = self.order_by("-shared_at", "-pk")
        return rows.filter(behind("shared_at", before)) if before else rows

    def lines_to(self, user: User) -> Self:
        """Keep the person's own and the partner's, taken back or not: for lists that print only dates of those."""
        return super().visible_to(user)


class Openness(models.Model):
    """Something shared before the other had to ask.

    Read by its author; by the partner once it carries the couple; by the therapist at words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="openness")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="openness")
    words = EncryptedTextField(owner="author")
    shared_on = models.DateField()
    shared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = OpennessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "openness"
        indexes = [
            models.Index(fields=["author", "shared_on"], name="openness_of_author"),
            models.Index(fields=["couple", "shared_on"], name="openness_of_couple"),
        ]

    def __str__(self) -> str:
        return f"openness {self.pk}"


class OpennessNoteQuerySet(SharedQuerySet["OpennessNote"]):
    """Reads of notes added to openness."""

    def visible_to(self, user: User) -> Self:
        """Keep one's own, and the partner's on what still stands."""
        theirs = open_to(user) & Q(openness__withdrawn_at=None)
        return self.filter(Q(author=user) | theirs).select_related("author")

    def added_to(self, rows: Iterable[Openness]) -> Self:
        """Keep the notes of these rows, in their order."""
        return self.filter(openness__in=rows).order_by("added_at", "pk")


class OpennessNote(models.Model):
    """Words its author adds later. Read as the openness is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    openness = models.ForeignKey(Openness, models.CASCADE, related_name="notes")
    words = EncryptedTextField(owner="author")
    added_at = models.DateTimeField()

    objects = OpennessNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"openness note {self.pk}"
