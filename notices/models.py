"""What the product sends: each person's reminder clock, and the outbox."""

from datetime import datetime, time
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trustrebuild.encryption import EncryptedTextField


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reads of reminder clocks."""

    def due(self, now: datetime) -> "ReminderQuerySet":
        """Keep the clocks that are on and have come to their time, earliest first."""
        return self.filter(is_on=True, next_due_at__lte=now).order_by("next_due_at")


class Reminder(models.Model):
    """One person's reminder settings and the next instant they fall due.

    Read by the person alone. The one partial index serves the tick.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder")
    is_on = models.BooleanField(default=True)
    local_time = models.TimeField(_("time"), default=time(20, 30))
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True, default=time(21, 30))
    quiet_to = models.TimeField(_("quiet until"), null=True, blank=True, default=time(8, 0))
    next_due_at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_due_at"], condition=models.Q(is_on=True), name="reminder_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_to=None)
                | models.Q(quiet_from__isnull=False, quiet_to__isnull=False)
                & ~models.Q(quiet_from=models.F("quiet_to")),
                name="quiet_hours_have_two_ends",
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"


class Kind(models.TextChoices):
    """What a delivery is: at most one notice a day; security mail and invitations apart."""

    NOTICE = "notice", _("reminder")
    SECURITY = "security", _("security")
    INVITATION = "invitation", _("invitation")


class State(models.TextChoices):
    """Where a delivery stands."""

    PENDING = "pending", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    SETTLED = "settled", _("no longer wanted")
    EXPIRED = "expired", _("its time went by")
    UNKNOWN = "unknown", _("not certain")
    DEAD = "dead", _("given up")


OPEN_STATES = (State.PENDING, State.SENDING)
LETTERS = (Kind.SECURITY, Kind.INVITATION)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reads of the outbox."""

    def notices(self) -> "DeliveryQuerySet":
        """Keep the daily notices."""
        return self.filter(kind=Kind.NOTICE)

    def ready(self, now: datetime) -> "DeliveryQuerySet":
        """Keep what waits and may be tried at this instant, the soonest to expire first."""
        waiting = self.filter(state=State.PENDING, due_at__lte=now)
        return waiting.order_by(models.F("not_after").asc(nulls_first=True), "due_at")

    def lease_over(self, now: datetime) -> "DeliveryQuerySet":
        """Keep what a sender took and did not finish within its lease."""
        return self.filter(state=State.SENDING, lease_until__lt=now)


class Delivery(models.Model):
    """One thing to send. Staff see kind, state and times; the letter itself is sealed and erased once sent.

    A notice belongs to a user and local date, once. A letter (security mail, invitation)
    goes to `address`, which may belong to nobody; `letter` is its subject and text as JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="deliveries")
    local_date = models.DateField(null=True)
    asks_check_in = models.BooleanField(default=False)
    week_is_ready = models.BooleanField(default=False)
    has_heads_up = models.BooleanField(default=False)
    address = EncryptedTextField(owner=None)
    letter = EncryptedTextField(owner=None)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="pending"), name="delivery_ready"),
            models.Index(fields=["lease_until"], condition=models.Q(state="sending"), name="delivery_leased"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "local_date"],
                condition=models.Q(kind="notice"),
                name="one_notice_a_person_and_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="notice")
                | models.Q(user__isnull=False, local_date__isnull=False, not_after__isnull=False),
                name="notice_has_person_date_and_window",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(lease_until__isnull=False),
                name="sending_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Heartbeat(models.Model):
    """When a kind of job last ran to its end. Read by staff and the health page."""

    job = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"heartbeat {self.job}"
