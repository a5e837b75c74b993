"""Whom a couple lets read, and how much each gives of their own."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Therapist, User
from couples.models.people import Couple, Partner, live_couple_of
from kit.encryption import EncryptedTextField


class Level(models.TextChoices):
    """How much of their own data a partner gives the therapist."""

    NOTHING = "nothing", _("nothing")
    SUMMARY = "summary", _("the weekly sentences")
    NUMBERS = "numbers", _("sentences and numbers")
    WORDS = "words", _("sentences, numbers and words")


LEVEL_RANK: dict[str, int] = {level: rank for rank, level in enumerate(Level)}


class GrantQuerySet(models.QuerySet["Grant"]):
    """Reads of grants."""

    def visible_to(self, user: User) -> "GrantQuerySet":
        """Keep those of the person's living couple, and those given to the person as a therapist."""
        mine = Q(therapist=Subquery(Therapist.objects.filter(user=user).values("pk")[:1]))
        return self.filter(Q(couple=live_couple_of(user)) | mine).select_related("invited_by", "therapist__user")

    def live(self, now: datetime) -> "GrantQuerySet":
        """Keep grants that open something at this instant: both said yes, not ended, not run out."""
        return self.filter(active_at__isnull=False, ended_at=None, expires_at__gt=now, couple__ended_at=None)

    def open(self, now: datetime) -> "GrantQuerySet":
        """Keep grants that are live or still being agreed on."""
        agreeing = Q(active_at=None, invite_expires_at__gt=now)
        running = Q(active_at__isnull=False, expires_at__gt=now)
        return self.filter(agreeing | running, ended_at=None, couple__ended_at=None)

    def ran_out(self, now: datetime) -> "GrantQuerySet":
        """Keep grants that came to the end of their days without being ended before."""
        untouched = Q(ended_at=None) | Q(ended_at__gte=models.F("expires_at"))
        return self.filter(untouched, active_at__isnull=False, expires_at__lte=now)


class Grant(models.Model):
    """The couple's live permission for one therapist. Both partners and the therapist read its state.

    It opens something once the therapist accepted and both consented (`active_at`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="grants")
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    address = EncryptedTextField(owner="invited_by")
    token_hash = models.BinaryField(unique=True, editable=False)
    invite_expires_at = models.DateTimeField()
    therapist = models.ForeignKey(Therapist, models.CASCADE, null=True, blank=True, related_name="grants")
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    active_at = models.DateTimeField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, therapist=None) | Q(accepted_at__isnull=False, therapist__isnull=False),
                name="accepted_grant_names_a_therapist",
            ),
            models.CheckConstraint(
                condition=Q(active_at=None, from_on=None, expires_at=None)
                | Q(
                    active_at__isnull=False,
                    from_on__isnull=False,
                    expires_at__isnull=False,
                    accepted_at__isnull=False,
                ),
                name="active_grant_has_dates",
            ),
            models.UniqueConstraint(fields=["couple"], condition=Q(ended_at=None), name="one_open_grant_a_couple"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"

    def went_to(self, user: User) -> bool:
        """Say whether the invitation went to a confirmed address of this person."""
        return user.emailaddress_set.filter(email=self.address, verified=True).exists()

    def is_open(self, now: datetime) -> bool:
        """Say whether it is live or still being agreed on, while its couple lives."""
        until = (self.active_at and self.expires_at) or self.invite_expires_at
        return self.ended_at is None and until > now


class Consent(models.Model):
    """One partner's yes to a grant and how much of their own it gives. Read by that partner alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="consents")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="consents")
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.SUMMARY)
    gives_on_guard = models.BooleanField(default=False)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grant", "partner"], name="one_consent_a_partner_and_grant")]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    def gives_less_than(self, level: Level, gives_on_guard: bool) -> bool:
        """Say whether the therapist would read anything more with these."""
        return LEVEL_RANK[self.level] < LEVEL_RANK[level] or (gives_on_guard and not self.gives_on_guard)
