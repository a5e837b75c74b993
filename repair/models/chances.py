"""Second chances: the short form for a small missed moment."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.paging import Place, behind
from repair.models.repairs import RepairKind
from repair.models.sharing import SharedQuerySet, open_to

SMALL_KINDS = (RepairKind.BID, RepairKind.BITTER, RepairKind.DEBATE)


class ChanceReply(models.TextChoices):
    """What the other says to it, when they like."""

    YES = "yes", _("Yes, let us try again")
    LATER = "later", _("Later")
    NOT_NOW = "not_now", _("Not now")


class SecondChanceQuerySet(SharedQuerySet["SecondChance"]):
    """Reads of second chances. What was taken back is its author's alone; the other keeps a dated line."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and what the partner asked and did not take back."""
        return self.filter(Q(author=user) | open_to(user) & Q(withdrawn_at=None)).select_related("author")

    def taken_back_from(self, user: User) -> Self:
        """Keep what the partner took back, without a word of it."""
        gone = self.filter(open_to(user), withdrawn_at__isnull=False).exclude(author=user)
        return gone.defer("missed", "again")

    def lines_to(self, user: User, *, before: Place | None = None) -> Self:
        """Keep what a person may read and the lines of what was taken back, the newest first; print no words of those."""
        rows = self.filter(Q(author=user) | open_to(user)).select_related("author").order_by("-written_at", "-pk")
        return rows.filter(behind("written_at", before)) if before else rows


class SecondChance(models.Model):
    """What I missed, and may I try again. Read by both partners; by the therapist at words."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="second_chances")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="second_chances")
    kind = models.CharField(max_length=7, choices=[(kind.value, kind.label) for kind in SMALL_KINDS])
    missed = EncryptedTextField(owner="author")
    again = EncryptedTextField(owner="author")
    written_on = models.DateField()
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = SecondChanceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["couple", "written_at"], name="second_chance_of_couple")]

    def __str__(self) -> str:
        return f"second chance {self.pk}"


class SecondChanceAnswerQuerySet(SharedQuerySet["SecondChanceAnswer"]):
    """Reads of answers."""

    def given_to(self, chances: list[SecondChance]) -> Self:
        """Keep those given to these, in the order in which they came."""
        return self.filter(chance__in=chances).order_by("answered_at", "pk")


class SecondChanceAnswer(models.Model):
    """What the other said to it; a later answer stands beside the earlier one. Read as the second chance is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    chance = models.ForeignKey(SecondChance, models.CASCADE, related_name="answers")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    reply = models.CharField(max_length=7, choices=ChanceReply.choices)
    words = EncryptedTextField(owner="author")
    answered_at = models.DateTimeField()

    objects = SecondChanceAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"second chance answer {self.pk}"
