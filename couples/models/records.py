"""What belongs to a couple beside its people: topics, session dates, what changed."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models.people import Couple, live_couple_of
from kit.encryption import EncryptedTextField


class TopicQuerySet(models.QuerySet["Topic"]):
    """Reads of topics."""

    def visible_to(self, user: User) -> "TopicQuerySet":
        """Keep the person's own topics and those of their live couple."""
        shared = Q(couple=live_couple_of(user))
        return self.filter(Q(author=user) | shared).select_related("author")

    def of(self, user: User) -> "TopicQuerySet":
        """Keep a person's own."""
        return self.filter(author=user).select_related("author")

    def offered(self) -> "TopicQuerySet":
        """Keep those that can be chosen, in the order in which they were named."""
        return self.filter(retired_at=None).order_by("created_at")


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
    DAY_ZONE = "day_zone", _("changed where your shared days end")
    GRANT_ASKED = "grant_asked", _("invited a therapist")
    CONSENTED = "consented", _("agreed to a therapist")
    GRANT_ACTIVE = "grant_active", _("sharing with the therapist began")
    GRANT_ENDED = "grant_ended", _("sharing with the therapist ended")
    LEVEL_SET = "level_set", _("changed what the therapist reads")
    READ = "read", _("read by the therapist")


PRIVATE_VERBS = (Verb.OPENED, Verb.PAUSED, Verb.RESUMED, Verb.LEVEL_SET, Verb.CONSENTED)


class AccessEventQuerySet(models.QuerySet["AccessEvent"]):
    """Reads of what changed."""

    def shared_in(self, couple: Couple) -> "AccessEventQuerySet":
        """Keep what both partners of a couple may read."""
        return self.filter(couple=couple, owner=None)

    def readings_of(self, owner: User, couple: Couple) -> "AccessEventQuerySet":
        """Keep the openings of this person's pages by a couple's therapist, which this person alone may read."""
        return self.filter(couple=couple, owner=owner, verb=Verb.READ)


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

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["couple", "happened_at"], name="access_event_order"),
            models.Index(fields=["actor", "happened_at"], name="access_event_of_actor"),
        ]

    def __str__(self) -> str:
        return f"access event {self.pk}"
