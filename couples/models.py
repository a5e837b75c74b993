"""Two people, what they opened to each other, and whom they let read."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Therapist, User
from trustrebuild.encryption import EncryptedTextField


class Role(models.TextChoices):
    """Chosen by each for themselves; changes prompts and who moves the phase, no reading."""

    UNSAID = "", _("not chosen")
    HURT = "hurt", _("I was hurt")
    REPAIRING = "repairing", _("I want to repair")
    BOTH = "both", _("both of these")


HURT_ROLES = (Role.HURT, Role.BOTH)
REPAIRING_ROLES = (Role.REPAIRING, Role.BOTH)


class CoupleQuerySet(models.QuerySet["Couple"]):
    """Reads of couples."""

    def live(self) -> "CoupleQuerySet":
        """Keep couples that nobody has left."""
        return self.filter(ended_at=None)


class Couple(models.Model):
    """Two partners. Both read it; a therapist through a grant; staff see dates."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CoupleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"couple {self.pk}"


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Reads of partners."""

    def live(self) -> "PartnerQuerySet":
        """Keep partners of couples that nobody has left."""
        return self.filter(couple__ended_at=None)


class Partner(models.Model):
    """A person in a couple. Both read role and phase; pauses and levels are the person's own.

    `is_current` is true while the couple lives: one live couple for a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="partners")
    user = models.ForeignKey(User, models.CASCADE, related_name="partners")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.UNSAID, blank=True)
    role_since = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    is_current = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

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


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def waiting(self, now: datetime) -> "InvitationQuerySet":
        """Keep invitations that can still be answered."""
        return self.filter(accepted_at=None, confirmed_at=None, cancelled_at=None, expires_at__gt=now)

    def to_confirm(self) -> "InvitationQuerySet":
        """Keep invitations that were accepted and wait for the inviter's yes."""
        return self.filter(accepted_at__isnull=False, confirmed_at=None, cancelled_at=None)


class Invitation(models.Model):
    """A one-use way into a couple. Read by the inviter; by who accepted it, the four words.

    Only the hash of its token is stored. Opening the link changes nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    inviter = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    address = EncryptedTextField(owner="inviter")
    address_digest = models.BinaryField(editable=False)
    token_hash = models.BinaryField(unique=True, editable=False)
    words = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="accepted_invitations")
    accepted_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["address_digest", "sent_at"], name="invitation_address")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(accepted_at__isnull=False), name="confirmed_after_accepted"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(cancelled_at=None), name="confirmed_or_cancelled"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Level(models.TextChoices):
    """How much of their own data a partner gives the therapist."""

    NOTHING = "nothing", _("nothing")
    SUMMARY = "summary", _("the weekly sentences")
    NUMBERS = "numbers", _("sentences and numbers")
    WORDS = "words", _("sentences, numbers and words")


LEVEL_RANK = {level: rank for rank, level in enumerate(Level)}


class GrantQuerySet(models.QuerySet["Grant"]):
    """Reads of grants."""

    def live(self, now: datetime) -> "GrantQuerySet":
        """Keep grants that open something at this instant: both said yes, not ended, not run out."""
        return self.filter(active_at__isnull=False, ended_at=None, expires_at__gt=now, couple__ended_at=None)

    def open(self, now: datetime) -> "GrantQuerySet":
        """Keep grants that are live or still being agreed on."""
        agreeing = Q(active_at=None, invite_expires_at__gt=now)
        running = Q(active_at__isnull=False, expires_at__gt=now)
        return self.filter(agreeing | running, ended_at=None, couple__ended_at=None)


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
            models.UniqueConstraint(
                fields=["couple", "therapist"], condition=Q(ended_at=None), name="one_grant_a_therapist"
            ),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"


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


class TopicQuerySet(models.QuerySet["Topic"]):
    """Reads of topics."""

    def visible_to(self, user: User) -> "TopicQuerySet":
        """Keep the person's own topics and those of their live couple."""
        shared = Q(couple__in=Couple.objects.live().filter(partners__user=user))
        return self.filter(Q(author=user) | shared).select_related("author")


class Topic(models.Model):
    """A topic of hard talks, named by its author. With a couple, both partners and the therapist read it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topics")
    couple = models.ForeignKey(Couple, models.CASCADE, null=True, blank=True, related_name="topics")
    name = EncryptedTextField(owner="author")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    def __str__(self) -> str:
        return f"topic {self.pk}"


class Session(models.Model):
    """The date of a session with the therapist. Both partners and the therapist read it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="sessions")
    held_on = models.DateField()
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["couple", "held_on"], name="one_session_a_date")]

    def __str__(self) -> str:
        return f"session {self.pk}"


class Verb(models.TextChoices):
    """Each change of who sees what, and each reading by a therapist."""

    JOINED = "joined", _("joined")
    OPENED = "opened", _("opened the space")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("resumed")
    LEFT = "left", _("left")
    GRANT_ASKED = "grant_asked", _("invited a therapist")
    CONSENTED = "consented", _("agreed to a therapist")
    GRANT_ACTIVE = "grant_active", _("sharing with the therapist began")
    GRANT_ENDED = "grant_ended", _("sharing with the therapist ended")
    LEVEL_SET = "level_set", _("changed what the therapist reads")
    READ = "read", _("read by the therapist")


PRIVATE_VERBS = (Verb.OPENED, Verb.PAUSED, Verb.RESUMED, Verb.LEVEL_SET, Verb.CONSENTED)


class AccessEvent(models.Model):
    """What changed about who may read what; only ever added.

    With `owner` empty both partners read it, without an actor; else its owner alone.
    A reading by the therapist (verb `read`) names the area and belongs to the author read.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, null=True, related_name="access_events")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="access_events")
    verb = models.CharField(max_length=14, choices=Verb.choices)
    area = models.CharField(max_length=20, blank=True)
    object_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["couple", "happened_at"], name="access_event_order")]

    def __str__(self) -> str:
        return f"access event {self.pk}"
