"""Repair logs: one rupture, written by both, step by step."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models import Couple
from kit.encryption import EncryptedTextField
from kit.paging import Place, behind
from repair.models.promises import Promise
from repair.models.sharing import SharedQuerySet, open_to
from repair.models.time_outs import TimeOut

FOLDS_AFTER = timedelta(days=30)


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


class RepairQuerySet(SharedQuerySet["Repair"]):
    """Reads of repair logs."""

    def present(self, since: datetime, *, opened_before: Place) -> Self:
        """Keep those that are open, the newest first, then those that came to rest since an instant.

        Of the open ones, those that stand behind a place are kept.
        """
        rows = self.filter(Q(behind("opened_at", opened_before), closed_at=None) | Q(closed_at__gt=since))
        opened_at = models.Case(models.When(closed_at=None, then="opened_at"))
        return rows.order_by(models.F("closed_at").desc(nulls_first=True), opened_at.desc(), "-pk")

    def folded(self, since: datetime, *, before: Place) -> Self:
        """Keep those that have been at rest since an instant, folded away; of these, those behind a place."""
        return self.filter(behind("closed_at", before), closed_at__lte=since).order_by("-closed_at", "-pk")

    def rested(self) -> Self:
        """Keep those that ever came to rest, whatever followed."""
        return self.filter(rested_on__isnull=False)


class Repair(models.Model):
    """One log for one rupture. Read by both partners while it carries the couple; by the therapist at words.

    `done_by` is who did it, in a new breach only: that log begins at owning it, by that person alone.
    `rested_on` is the date it first came to rest and stays when it is opened again.
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
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    rested_on = models.DateField(null=True)

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
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, rested_on__isnull=False),
                name="closed_repair_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"repair {self.pk}"

    @property
    def is_open(self) -> bool:
        """Say whether it is not at rest."""
        return self.closed_at is None

    @property
    def is_breach(self) -> bool:
        """Say whether it is about a new breach, which is not two equal sides."""
        return self.kind == RepairKind.BREACH


class RepairSideQuerySet(SharedQuerySet["RepairSide"]):
    """Reads of what each wrote in a step."""

    def visible_to(self, user: User) -> Self:
        """Keep the person's own, and the partner's once the step opened and nothing was taken back."""
        opened = open_to(user) & Q(opened_at__isnull=False, withdrawn_at=None)
        return self.filter(Q(author=user) | opened).select_related("author")

    def taken_back_from(self, user: User) -> Self:
        """Keep what the partner took back after it opened, without a word of it."""
        gone = self.filter(open_to(user), opened_at__isnull=False, withdrawn_at__isnull=False).exclude(author=user)
        return gone.defer("words", "needed")

    def one_of(self, repair: Repair, step: Step) -> "RepairSide | None":
        """Return the first of a step, or None."""
        return self.filter(repair=repair, step=step).first()

    def sealed(self) -> Self:
        """Keep what has not opened."""
        return self.filter(opened_at=None)


class RepairSide(models.Model):
    """What one of the two wrote in one step, or that they pass.

    Read by its author; by the partner from `opened_at` on: both wrote, or one passed. Until then
    no byte of the partner's pages depends on it.
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

    @property
    def is_sealed(self) -> bool:
        """Say whether only its author can read it yet."""
        return self.opened_at is None


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
    """Why a repair at rest was opened again, by whom and when. Read as the repair is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    repair = models.ForeignKey(Repair, models.CASCADE, related_name="reopenings")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="+")
    reason = EncryptedTextField(owner="author")
    reopened_at = models.DateTimeField()
    rested_at = models.DateTimeField()

    objects = SharedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"repair reopening {self.pk}"
