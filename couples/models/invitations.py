"""The way into a couple."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import ExpressionWrapper, Q

from accounts.models import User
from kit.encryption import EncryptedTextField


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def visible_to(self, user: User) -> "InvitationQuerySet":
        """Keep those a person wrote or accepted."""
        return self.filter(Q(inviter=user) | Q(accepted_by=user)).select_related("inviter", "accepted_by")

    def pending(self) -> "InvitationQuerySet":
        """Keep invitations that neither became a couple nor were cancelled, run out or not."""
        return self.filter(confirmed_at=None, cancelled_at=None)

    def unanswered(self) -> "InvitationQuerySet":
        """Keep pending invitations that nobody has accepted."""
        return self.pending().filter(accepted_at=None)

    def waiting(self, now: datetime) -> "InvitationQuerySet":
        """Keep invitations whose link still works."""
        return self.unanswered().filter(expires_at__gt=now, inviter__is_active=True)

    def with_past(self, now: datetime) -> "InvitationQuerySet":
        """Add `is_past`: whether the link's time is over."""
        past: dict[str, Any] = {"is_past": ExpressionWrapper(Q(expires_at__lte=now), models.BooleanField())}
        return self.annotate(**past)

    def to_confirm(self) -> "InvitationQuerySet":
        """Keep invitations that were accepted and wait for the inviter's yes."""
        return self.pending().filter(accepted_by__is_active=True)


class Invitation(models.Model):
    """A one-use way into a couple. Read by the inviter; the four words also by the person who accepted it.

    Only the hash of its token is stored. Opening the link changes nothing. `day_zone` is where
    the days of the two will end, if the one whose zone it would be chose another.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    inviter = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    address = EncryptedTextField(owner="inviter")
    token_hash = models.BinaryField(unique=True, editable=False)
    words = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="accepted_invitations")
    accepted_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    day_zone = models.CharField(max_length=64, blank=True)
    is_past: bool  # with `with_past`

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(accepted_at__isnull=False), name="confirmed_after_accepted"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(cancelled_at=None), name="confirmed_or_cancelled"
            ),
            models.UniqueConstraint(
                fields=["inviter"],
                condition=Q(confirmed_at=None, cancelled_at=None),
                name="one_pending_invitation_an_inviter",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class MailedAddress(models.Model):
    """When the last two invitations went to an address, whoever sent them. Read by nobody.

    Only a keyed digest of the address is kept. It outlives its invitations, so that
    deleting an account does not open the way for two more.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    digest = models.BinaryField(unique=True, editable=False)
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"mailed address {self.pk}"
