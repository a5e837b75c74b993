"""Acknowledgement of the breach, how it landed, and the explanation that waits to be asked for."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.paging import Place, behind
from repair.models.repairs import Landed
from repair.models.sharing import SharedQuerySet, open_to

ACKNOWLEDGEMENT_PARTS = ("what", "wrong", "effect", "differently", "visible_if")


class AcknowledgementQuerySet(SharedQuerySet["Acknowledgement"]):
    """Reads of acknowledgements."""

    def newest_first(self, *, before: Place | None = None) -> Self:
        """Return the latest one first; with a place, those that stand behind it."""
        rows = self.order_by("-begun_at", "-pk")
        return rows.filter(behind("begun_at", before)) if before else rows


class Acknowledgement(models.Model):
    """One acknowledgement; its words are in its versions.

    Read by its author; by the partner from the first version sent (then it carries the couple); by the
    therapist at words. `unlocked_at`: when everybody whose yes it needs asked for the explanation.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="acknowledgements")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="acknowledgements")
    begun_at = models.DateTimeField()
    begun_on = models.DateField()
    unlocked_at = models.DateTimeField(null=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["couple", "begun_at"], name="acknowledgement_of_couple")]

    def __str__(self) -> str:
        return f"acknowledgement {self.pk}"


class AcknowledgementVersionQuerySet(SharedQuerySet["AcknowledgementVersion"]):
    """Reads of versions. What was taken back is its author's alone; the other keeps a dated line."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, drafts too, and what was sent to them and not taken back."""
        sent = open_to(user) & Q(sent_at__isnull=False, withdrawn_at=None)
        return self.filter(Q(author=user) | sent).select_related("author")

    def taken_back_from(self, user: User) -> Self:
        """Keep what the partner sent and took back, without a word of it."""
        gone = self.filter(open_to(user), sent_at__isnull=False, withdrawn_at__isnull=False).exclude(author=user)
        return gone.defer(*ACKNOWLEDGEMENT_PARTS)

    def of_one(self, held: Acknowledgement) -> Self:
        """Keep the versions of one acknowledgement, the newest first."""
        return self.filter(acknowledgement=held).order_by("-number")

    def sent(self) -> Self:
        """Keep what is no draft."""
        return self.filter(sent_at__isnull=False)


class AcknowledgementVersion(models.Model):
    """One version: what I did, that it was wrong, what it did to you, what I do differently, what you could see.

    Read by its author; by the partner once it was sent. Nothing is overwritten after that.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    acknowledgement = models.ForeignKey(Acknowledgement, models.CASCADE, related_name="versions")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    what = EncryptedTextField(owner="author")
    wrong = EncryptedTextField(owner="author")
    effect = EncryptedTextField(owner="author")
    differently = EncryptedTextField(owner="author")
    visible_if = EncryptedTextField(owner="author")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = AcknowledgementVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["acknowledgement", "number"], name="acknowledgements_are_numbered"),
            models.UniqueConstraint(
                fields=["acknowledgement"], condition=Q(sent_at=None), name="one_draft_an_acknowledgement"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_on=None, couple=None, withdrawn_at=None)
                | Q(sent_at__isnull=False, sent_on__isnull=False),
                name="draft_acknowledgement_is_not_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"acknowledgement version {self.pk}"

    @property
    def is_draft(self) -> bool:
        """Say whether only its author can read it."""
        return self.sent_at is None


class LandingQuerySet(SharedQuerySet["Landing"]):
    """Reads of how versions landed."""

    def of_one(self, held: Acknowledgement) -> Self:
        """Keep those of one acknowledgement, in the order in which they came."""
        return self.filter(version__acknowledgement=held).order_by("answered_at", "pk")


class Landing(models.Model):
    """How one version landed with the other, and what is still needed; a later word stands beside the earlier.

    Read by both partners; by the therapist at words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(AcknowledgementVersion, models.CASCADE, related_name="landings")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    landed = models.CharField(max_length=7, choices=Landed.choices)
    needed = EncryptedTextField(owner="author")
    answered_at = models.DateTimeField()
    answered_on = models.DateField()

    objects = LandingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"landing {self.pk}"


class ExplanationQuerySet(SharedQuerySet["Explanation"]):
    """Reads of explanations."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and the partner's once it was asked for and not taken back."""
        unlocked = Q(acknowledgement__unlocked_at__isnull=False, withdrawn_at=None)
        return self.filter(Q(author=user) | open_to(user) & unlocked).select_related("author")

    def of_one(self, held: Acknowledgement) -> Self:
        """Keep those of one acknowledgement, in their order."""
        return self.filter(acknowledgement=held).order_by("number")


class Explanation(models.Model):
    """How it came to it, kept for later: its author's alone until it is asked for.

    Read by its author; by the partner once the acknowledgement is unlocked. From then on each
    writing is a version of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    acknowledgement = models.ForeignKey(Acknowledgement, models.CASCADE, related_name="explanations")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    words = EncryptedTextField(owner="author")
    written_at = models.DateTimeField()
    written_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["acknowledgement", "number"], name="explanations_are_numbered")]

    def __str__(self) -> str:
        return f"explanation {self.pk}"


class ExplanationUnlockQuerySet(SharedQuerySet["ExplanationUnlock"]):
    """Reads of who asked for an explanation."""

    def of_one(self, held: Acknowledgement) -> Self:
        """Keep those of one acknowledgement."""
        return self.filter(acknowledgement=held)


class ExplanationUnlock(models.Model):
    """One partner's wish to read the explanation, whether or not there is one. Read by both partners."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    acknowledgement = models.ForeignKey(Acknowledgement, models.CASCADE, related_name="unlocks")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    objects = ExplanationUnlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["acknowledgement", "author"], name="one_unlock_a_person"),
        ]

    def __str__(self) -> str:
        return f"explanation unlock {self.pk}"
