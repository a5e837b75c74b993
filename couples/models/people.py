"""Two people: their couple, what each calls their part, and who pauses."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Expression, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models.day_zones import DayZones


class Role(models.TextChoices):
    """Chosen by each for themselves; changes prompts and who moves the phase, no reading."""

    UNSAID = "", _("not chosen")
    HURT = "hurt", _("I was hurt")
    REPAIRING = "repairing", _("I want to repair")
    BOTH = "both", _("both of these")


ROLE_COUNTS_AFTER = timedelta(days=7)
HURT_ROLES = (Role.HURT, Role.BOTH)
REPAIRING_ROLES = (Role.REPAIRING, Role.BOTH)


class CoupleQuerySet(models.QuerySet["Couple"]):
    """Reads of couples."""

    def live(self) -> "CoupleQuerySet":
        """Keep couples that nobody has left."""
        return self.filter(ended_at=None)

    def left_by(self, user: User) -> "CoupleQuerySet":
        """Keep the closed couples this person was in."""
        return self.filter(ended_at__isnull=False, partners__user=user)


class Couple(models.Model):
    """Two partners. Both read it; a therapist through a grant; staff see dates.

    `day_zones`: in which zone a date of theirs ends, from which date on (`DayZones`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    day_zones = models.JSONField(default=list)

    objects = CoupleQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(day_zones=[]), name="couple_has_a_day_zone")]

    def __str__(self) -> str:
        return f"couple {self.pk}"

    @property
    def days(self) -> DayZones:
        """Return when the dates of the two are over."""
        return DayZones.stored(self.day_zones)


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Reads of partners."""

    def live(self) -> "PartnerQuerySet":
        """Keep partners of couples that nobody has left."""
        return self.filter(couple__ended_at=None)


class Partner(models.Model):
    """A person in a couple. Both read role and phase; pauses and levels are the person's own.

    `is_current` is true while the couple lives: one live couple for a person. `open_until`:
    the last date that lay open by the clock before the person moved; it never falls.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="partners")
    user = models.ForeignKey(User, models.CASCADE, related_name="partners")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.UNSAID, blank=True)
    role_since = models.DateTimeField(null=True, blank=True)
    role_before = models.CharField(max_length=10, choices=Role.choices, default=Role.UNSAID, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    is_current = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    open_until = models.DateField(null=True, blank=True)
    is_paused: bool  # where a standing is read
    read_at: datetime  # with `READ_AT`

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "user"], name="a_person_once_in_a_couple"),
            models.UniqueConstraint(fields=["user"], condition=Q(is_current=True), name="one_live_couple_for_a_person"),
        ]

    def __str__(self) -> str:
        return f"partner {self.pk}"

    @property
    def is_hurt(self) -> bool:
        """Say whether the prompts for the hurt partner fit."""
        return self.role in HURT_ROLES

    @property
    def is_repairing(self) -> bool:
        """Say whether the prompts for the repairing partner fit."""
        return self.role in REPAIRING_ROLES

    def role_counting(self, now: datetime) -> Role:
        """Return the role for shared decisions: a new one counts after seven days, until then the one before."""
        if self.role_since is None or self.role_since <= now - ROLE_COUNTS_AFTER:
            return Role(self.role)
        return Role(self.role_before)


def live_couple_of(user: User | Expression) -> Subquery:
    """Return the id of a person's living couple, none if there is none, to stand in a condition.

    One value, not a list: beside an OR, `= (…)` finds its rows by an index, where `IN (…)`
    looks at the rows of everybody.
    """
    return Subquery(Partner.objects.live().filter(user=user, is_current=True).values("couple")[:1])


def opened_couple_of(user: User | Expression) -> Subquery:
    """Return the same, if this person opened the shared space from their side."""
    opened = Partner.objects.live().filter(user=user, is_current=True, opened_at__isnull=False)
    return Subquery(opened.values("couple")[:1])


class Pause(models.Model):
    """While it lasts nothing new of the partner is shared. Read by that partner alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner"], condition=Q(ended_at=None), name="one_open_pause_for_a_partner")
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"
