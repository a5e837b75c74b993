"""What the product sends: each person's reminder clock, and the outbox."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit import lookups  # noqa: F401  registers `__among`
from kit.encryption import EncryptedTextField
from notices.windows import Rhythm, Window

GIVEN_UP_AFTER = 5


def outside_quiet_hours() -> Q:
    """Return the condition that the chosen time is not within the quiet hours."""
    by_day = Q(quiet_from__lt=F("quiet_to")) & (Q(local_time__lt=F("quiet_from")) | Q(local_time__gte=F("quiet_to")))
    past_midnight = Q(quiet_from__gt=F("quiet_to"), local_time__gte=F("quiet_to"), local_time__lt=F("quiet_from"))
    return Q(quiet_from=None) | by_day | past_midnight


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reads of reminder clocks."""

    def due(self, now: datetime) -> "ReminderQuerySet":
        """Keep the clocks that are on and have come to their time, earliest first."""
        return self.filter(is_on=True, next_due_at__lte=now).order_by("next_due_at")

    def due_after(self, instant: datetime) -> "ReminderQuerySet":
        """Keep the clocks that are on and come to their time only after this instant."""
        return self.filter(is_on=True, next_due_at__gt=instant).order_by("pk")

    def on(self) -> "ReminderQuerySet":
        """Keep the clocks of people who want notices."""
        return self.filter(is_on=True)

    def with_zone(self) -> "ReminderQuerySet":
        """Add `zone`, the person's."""
        beside = {"zone": F("user__zone")}
        return self.annotate(**beside)

    def of(self, users: Iterable[UUID]) -> "ReminderQuerySet":
        """Keep the clocks of these people, in the one order in which they are locked."""
        return self.filter(user__among=users).order_by("pk")


class Reminder(models.Model):
    """One person's reminder settings and the next window of their day's notice.

    Read by the person alone. The one partial index serves the tick. `week_is_ready` and
    `has_heads_up` wait here until a day's notice takes them along.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder")
    is_on = models.BooleanField(default=True)
    local_time = models.TimeField(_("time"), default=time(20, 30))
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True, default=time(21, 30))
    quiet_to = models.TimeField(_("quiet until"), null=True, blank=True, default=time(8, 0))
    next_on = models.DateField()
    next_due_at = models.DateTimeField()
    next_until = models.DateTimeField()
    week_is_ready = models.BooleanField(default=False)
    has_heads_up = models.BooleanField(default=False)
    zone: str  # with `with_zone`

    objects = ReminderQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_due_at"], condition=Q(is_on=True), name="reminder_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False) & ~Q(quiet_from=F("quiet_to")),
                name="quiet_hours_have_two_ends",
            ),
            models.CheckConstraint(condition=outside_quiet_hours(), name="reminder_outside_quiet_hours"),
            models.CheckConstraint(
                condition=Q(is_on=True) | Q(week_is_ready=False, has_heads_up=False),
                name="nothing_waits_while_off",
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"

    def rhythm(self, zone: str) -> Rhythm:
        """Return what decides the windows of a person in this zone."""
        return Rhythm(zone, self.local_time, self.quiet_from, self.quiet_to)

    def turn_to(self, window: Window) -> None:
        """Set the window that comes next; saves nothing."""
        self.next_on, self.next_due_at, self.next_until = window.on, window.opens_at, window.closes_at


class Kind(models.TextChoices):
    """What a delivery is: at most one notice a day; security mail and invitations apart."""

    NOTICE = "notice", _("reminder")
    SECURITY = "security", _("security")
    INVITATION = "invitation", _("invitation")


class State(models.TextChoices):
    """Where a delivery stands."""

    PENDING = "pending", _("waiting")
    TAKEN = "taken", _("next to go")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    SETTLED = "settled", _("no longer wanted")
    EXPIRED = "expired", _("its time went by")
    UNKNOWN = "unknown", _("not certain")
    DEAD = "dead", _("given up")


HELD_STATES = (State.TAKEN, State.SENDING)
OPEN_STATES = (State.PENDING, *HELD_STATES)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reads of the outbox."""

    def notices(self) -> "DeliveryQuerySet":
        """Keep the daily notices."""
        return self.filter(kind=Kind.NOTICE)

    def letters(self) -> "DeliveryQuerySet":
        """Keep security mail and invitations."""
        return self.exclude(kind=Kind.NOTICE)

    def of(self, users: Iterable[UUID]) -> "DeliveryQuerySet":
        """Keep what is for these people, in the one order in which it is locked."""
        return self.filter(user__among=users).order_by("pk")

    def ready(self, now: datetime) -> "DeliveryQuerySet":
        """Keep what waits and may be tried at this instant."""
        return self.filter(state=State.PENDING, due_at__lte=now)

    def ready_letters(self, now: datetime) -> "DeliveryQuerySet":
        """Keep the letters that may be tried, the oldest first; they never wait behind notices."""
        return self.letters().ready(now).order_by("due_at")

    def ready_notices(self, now: datetime) -> "DeliveryQuerySet":
        """Keep the notices that may be tried, the soonest to expire first."""
        return self.notices().ready(now).filter(not_after__gt=now).order_by("not_after")

    def overdue(self, now: datetime) -> "DeliveryQuerySet":
        """Keep the notices that waited until their window closed."""
        return self.notices().filter(state=State.PENDING, not_after__lte=now)

    def lease_over(self, now: datetime) -> "DeliveryQuerySet":
        """Keep what a sender took and did not finish within its lease."""
        return self.filter(claim__isnull=False, lease_until__lte=now)

    def held_by(self, claim: UUID) -> "DeliveryQuerySet":
        """Keep what one relay took and still holds."""
        return self.filter(claim=claim, state__in=HELD_STATES)

    def given_up(self) -> "DeliveryQuerySet":
        """Keep what was given up."""
        return self.filter(state=State.DEAD)

    def stuck(self, now: datetime) -> "DeliveryQuerySet":
        """Keep what was given up within a day after every try, not what an address refused."""
        return self.given_up().filter(attempts__gte=GIVEN_UP_AFTER, finished_at__gt=now - timedelta(days=1))


class Delivery(models.Model):
    """One thing to send. Staff see kind, state and times; the letter itself is sealed and erased once sent.

    A notice belongs to a user and local date, once; it is wanted while one of its three
    reasons holds. A letter (security mail, invitation) goes to `address`, which may belong
    to nobody; `letter` is its subject and text as JSON.
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
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["not_after"], condition=Q(state="pending", kind="notice"), name="delivery_notices_ready"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state="pending") & ~Q(kind="notice"),
                name="delivery_letters_ready",
            ),
            models.Index(fields=["finished_at"], condition=Q(state="dead"), name="delivery_given_up"),
            models.Index(fields=["lease_until"], condition=Q(claim__isnull=False), name="delivery_leased"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "local_date"], condition=Q(kind="notice"), name="one_notice_a_person_and_date"
            ),
            models.CheckConstraint(
                condition=~Q(kind="notice") | Q(user__isnull=False, local_date__isnull=False, not_after__isnull=False),
                name="notice_has_person_date_and_window",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "sending"], lease_until__isnull=False, claim__isnull=False)
                | ~Q(state__in=["taken", "sending"]) & Q(lease_until=None, claim=None),
                name="a_lease_while_taken",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "taken", "sending"], finished_at=None)
                | ~Q(state__in=["pending", "taken", "sending"]) & Q(finished_at__isnull=False),
                name="finished_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    @property
    def has_news(self) -> bool:
        """Say whether something is ready to read."""
        return self.week_is_ready or self.has_heads_up

    @property
    def is_letter(self) -> bool:
        """Say whether this is no daily notice."""
        return self.kind != Kind.NOTICE


class Breaker(models.Model):
    """How the mail provider does: failures in a row, and until when nobody knocks. Read by staff."""

    channel = models.CharField(max_length=20, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"breaker {self.channel}"


class Heartbeat(models.Model):
    """When a kind of job last ran to its end. Read by staff and the health page."""

    job = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"heartbeat {self.job}"
