"""Repair logs: one rupture, written by both, step by step."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.paging import Place, behind
from repair.models.promises import Promise
from repair.models.sharing import SharedQuerySet, open_to
from repair.models.time_outs import TimeOut

FOLDS_AFTER = timedelta(days=30)
CLOSES_AFTER = timedelta(days=7)


class RepairKind(models.TextChoices):
    """What happened, in one word."""

    BID = "bid", _("A reaching out that was missed")
    BITTER = "bitter", _("A bitter feeling")
    DEBATE = "debate", _("A debate")
    PROMISE = "promise", _("A broken promise")
    BREACH = "breach", _("A new breach")


class Step(models.TextChoices):
    """The steps in which words are written."""

    HAPPENED = "happened", _("What happened")
    OWN = "own", _("Own it")
    LANDED = "landed", _("How it landed")
    PATTERN = "pattern", _("The pattern")


class Landed(models.TextChoices):
    """How an owning arrived; no answer is also fine."""

    FULLY = "fully", _("Fully")
    PARTLY = "partly", _("Partly")
    NOT_YET = "not_yet", _("Not yet")


def closed_for_good(now: datetime | Combinable) -> Q:
    """Return the condition that a log was closed after an owning and how it landed, and both stand."""
    standing = RepairSide.objects.filter(repair=OuterRef("pk"), couple__isnull=False, passed=False, withdrawn_at=None)
    before = standing.filter(opened_at__lte=OuterRef("rested_at"))
    return Q(Exists(before.filter(step=Step.OWN)), Exists(before.filter(step=Step.LANDED)), rested_at__lte=now)


class RepairQuerySet(SharedQuerySet["Repair"]):
    """Reads of repair logs."""

    def present(self, since: datetime, *, now: datetime, opened_before: Place) -> Self:
        """Keep those that are open, the newest first, then those that were closed since an instant.

        Of the open ones, those that stand behind a place are kept.
        """
        is_open = Q(closed_at=None) | Q(closed_at__gt=now)
        rows = self.filter(is_open & behind("opened_at", opened_before) | Q(closed_at__gt=since, closed_at__lte=now))
        order = {
            "opened_last": Case(When(is_open, then="opened_at")),
            "closed_last": Case(When(is_open, then=None), default="closed_at"),
        }
        return rows.annotate(**order).order_by(F("opened_last").desc(nulls_last=True), "-closed_last", "-pk")

    def folded(self, since: datetime, *, before: Place) -> Self:
        """Keep those that have been closed since an instant, folded away; of these, those behind a place."""
        return self.filter(behind("closed_at", before), closed_at__lte=since).order_by("-closed_at", "-pk")

    def counted(self, now: datetime | Combinable) -> Self:
        """Keep those that count as closed."""
        return self.filter(closed_for_good(now))


class Repair(models.Model):
    """One log for one rupture. Read by both partners while it carries the couple; by the therapist at words.

    `done_by` is who did it, in a new breach only: that log begins at owning it, by that person alone.
    It is closed from `closed_at` on: where one proposed it, seven days ahead, unless the other answers
    before. `rested_at` is the first such closing that counts, and stays when it is opened again. A log with
    nothing in it is put away by either, and has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="repairs")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="repairs")
    kind = models.CharField(max_length=7, choices=RepairKind.choices)
    name = EncryptedTextField(owner="author")
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    time_out = models.ForeignKey(TimeOut, models.SET_NULL, null=True, related_name="repairs")
    promise = models.OneToOneField(Promise, models.SET_NULL, null=True, related_name="repair")
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    rested_at = models.DateTimeField(null=True)
    rested_on = models.DateField(null=True)
    rested_by_both = models.BooleanField(default=False)

    objects = RepairQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["couple", "opened_at"], name="repair_of_couple"),
            models.Index(fields=["couple", "closed_at"], name="repair_at_rest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RepairKind.BREACH) | Q(done_by=None), name="only_a_breach_names_who_did_it"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_on=None) | Q(closed_at__isnull=False, closed_on__isnull=False),
                name="closed_repair_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_on=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_on__isnull=False),
                name="proposed_closing_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(rested_at=None, rested_on=None) | Q(rested_at__isnull=False, rested_on__isnull=False),
                name="rested_repair_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"repair {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Say whether it is not closed, though a closing may be proposed."""
        return self.closed_at is None or self.closed_at > now

    def is_proposed(self, now: datetime) -> bool:
        """Say whether one proposed to close it, and the other has not answered."""
        return self.closed_at is not None and self.closed_at > now

    @property
    def is_breach(self) -> bool:
        """Say whether it is about a new breach, which is not two equal sides."""
        return self.kind == RepairKind.BREACH


class RepairSideQuerySet(models.QuerySet["RepairSide"]):
    """Reads of what each wrote in a step."""

    def of(self, user: User) -> Self:
        """Keep one person's own."""
        return self.filter(author=user).select_related("author")

    def visible_to(self, user: User, *, now: datetime) -> Self:
        """Keep the person's own, and the partner's once the step opened and nothing was taken back."""
        opened = open_to(user) & Q(opened_at__lte=now, withdrawn_at=None)
        return self.filter(Q(author=user) | opened).select_related("author")

    def taken_back_from(self, user: User, *, now: datetime) -> Self:
        """Keep what the partner took back after it opened, without a word of it."""
        gone = self.filter(open_to(user), opened_at__lte=now, withdrawn_at__isnull=False).exclude(author=user)
        return gone.defer("words", "needed")

    def one_of(self, repair: Repair, step: Step) -> "RepairSide | None":
        """Return the first of a step, or None."""
        return self.filter(repair=repair, step=step).first()

    def sealed(self, now: datetime) -> Self:
        """Keep what has not opened."""
        return self.filter(Q(opened_at=None) | Q(opened_at__gt=now))


class RepairSide(models.Model):
    """What one of the two wrote in one step, or that they skip it.

    Read by its author; by the partner from `opened_at` on: at once where both wrote, at the end of the
    day where one skipped. Until then no byte of the partner's pages depends on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    repair = models.ForeignKey(Repair, models.CASCADE, related_name="sides")
    step = models.CharField(max_length=8, choices=Step.choices)
    author = models.ForeignKey(User, models.CASCADE, related_name="repair_sides")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField(owner="author")
    passed = models.BooleanField(default=False)
    landed = models.CharField(max_length=7, choices=Landed.choices, blank=True)
    needed = EncryptedTextField(owner="author")
    written_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = RepairSideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repair", "step", "author"], name="one_side_a_step_and_person"),
            models.CheckConstraint(
                condition=Q(step=Step.LANDED) | Q(landed="", needed=b""), name="landing_has_its_own_step"
            ),
            models.CheckConstraint(condition=Q(passed=False) | Q(words=b""), name="who_passes_writes_nothing"),
        ]

    def __str__(self) -> str:
        return f"repair side {self.pk}"

    def is_sealed(self, now: datetime) -> bool:
        """Say whether only its author can read it yet."""
        return self.opened_at is None or self.opened_at > now


class RepairNoteQuerySet(SharedQuerySet["RepairNote"]):
    """Reads of notes to what was written in a step."""

    def visible_to(self, user: User) -> Self:
        """Keep one's own, and the partner's on what still stands."""
        theirs = open_to(user) & Q(side__withdrawn_at=None)
        return self.filter(Q(author=user) | theirs).select_related("author")


class RepairNote(models.Model):
    """Words an author adds to their own side after it opened. Read as the side is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    side = models.ForeignKey(RepairSide, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField(owner="author")
    added_at = models.DateTimeField()

    objects = RepairNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"repair note {self.pk}"


class RepairReopening(models.Model):
    """Why a closed repair was opened again, by whom and when. Read as the repair is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    repair = models.ForeignKey(Repair, models.CASCADE, related_name="reopenings")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    reason = EncryptedTextField(owner="author")
    reopened_at = models.DateTimeField()
    reopened_on = models.DateField()
    rested_at = models.DateTimeField()

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"repair reopening {self.pk}"
