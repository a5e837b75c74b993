"""Phases of a repair: atone, attune, attach; who moves them, and readiness."""

from datetime import datetime, timedelta
from typing import Self, TypeVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.models.people import Couple, live_couple_of, opened_couple_of

TAKEN_BACK_WITHIN = timedelta(minutes=10)


class Phase(models.TextChoices):
    """The three phases, in their order."""

    ATONE = "atone", _("Atone")
    ATTUNE = "attune", _("Attune")
    ATTACH = "attach", _("Attach")


class MoveReason(models.TextChoices):
    """Why a line of the phase was written."""

    MOVED = "moved", _("moved")
    BREACH = "breach", _("paused by a new breach")
    RESUMED = "resumed", _("gone on")


class ReadyAnswer(models.TextChoices):
    """An answer on the readiness list."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class ReadinessItem(models.TextChoices):
    """One line of a readiness list."""

    STRAIGHT = "straight", _("My questions get straight answers.")
    OWNED = "owned", _("What happened was owned, without excuses.")
    KEPT = "kept", _("What is promised is kept, or changed beforehand.")
    SAFE = "safe", _("Most days I feel safe enough.")
    UNHURRIED = "unhurried", _("Nobody hurries me.")
    COME_BACK = "come_back", _("We can talk about hard things and come back to each other.")
    HEARD = "heard", _("I feel heard when something hurts.")
    SETTLE = "settle", _("Hard moments settle, and they are met well.")
    GOOD = "good", _("There are good moments again.")
    CLOSENESS = "closeness", _("Closeness is my own wish.")
    FUTURE = "future", _("I can picture a time ahead with the two of us in it.")
    REST = "rest", _("What happened can rest, most of the time.")


READINESS_OF = {
    Phase.ATONE: tuple(ReadinessItem)[:5],
    Phase.ATTUNE: tuple(ReadinessItem)[5:9],
    Phase.ATTACH: tuple(ReadinessItem)[9:],
}


class Word(models.TextChoices):
    """What the other may say about moving on."""

    READY = "ready", _("Ready")
    NOT_YET = "not_yet", _("Not yet")


class PhaseMoveQuerySet(models.QuerySet["PhaseMove"]):
    """Reads of moves."""

    def visible_to(self, user: User) -> "PhaseMoveQuerySet":
        """Keep those of the person's living couple."""
        return self.filter(couple=live_couple_of(user))

    def with_id(self, pk: UUID) -> "PhaseMove | None":
        """Return the line with this id, if it is among them."""
        return self.filter(pk=pk).first()

    def newest_first(self) -> "PhaseMoveQuerySet":
        """Return them with what holds now in front."""
        return self.order_by("-number")


class PhaseMove(models.Model):
    """Where a couple's phase was moved to, or that it pauses; the newest line holds. Without one it is atone.

    Both partners and the therapist read it. No line says who moved it: `moved_by` is kept so that this
    person may take it back for ten minutes. `moved_on` is the date of it in the couple's day zone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="phase_moves")
    number = models.PositiveIntegerField()
    phase = models.CharField(max_length=6, choices=Phase.choices)
    is_paused = models.BooleanField(default=False)
    reason = models.CharField(max_length=7, choices=MoveReason.choices)
    moved_at = models.DateTimeField()
    moved_on = models.DateField()
    moved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = PhaseMoveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "number"], name="phase_moves_are_numbered"),
            models.CheckConstraint(
                condition=Q(is_paused=True, reason=MoveReason.BREACH) | Q(is_paused=False) & ~Q(reason="breach"),
                name="a_breach_pauses",
            ),
        ]

    def __str__(self) -> str:
        return f"phase move {self.pk}"

    def can_be_taken_back(self, *, by: User, now: datetime) -> bool:
        """Say whether this person moved it, within the last ten minutes."""
        return self.moved_by_id == by.pk and now < self.moved_at + TAKEN_BACK_WITHIN


Said = TypeVar("Said", "PhaseYes", "ReadyWord")


class SaidQuerySet(models.QuerySet[Said]):
    """Reads of what partners say to each other about the phase."""

    def visible_to(self, user: User) -> Self:
        """Keep what is said in the person's living couple, which they opened too."""
        return self.filter(couple=opened_couple_of(user)).select_related("author")

    def of_line(self, held: PhaseMove) -> Self:
        """Keep what was said since the line that holds: what was said before it is about a phase that was left."""
        return self.filter(couple=held.couple_id, after=held.number)


class PhaseYes(models.Model):
    """One partner's yes to a phase, while the other's is needed too. Both read it; it may be taken back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    after = models.PositiveIntegerField(default=0)
    towards = models.CharField(max_length=6, choices=Phase.choices)
    said_at = models.DateTimeField()

    objects = SaidQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["couple", "author", "after"], name="one_phase_yes_a_person")]

    def __str__(self) -> str:
        return f"phase yes {self.pk}"


class ReadyWord(models.Model):
    """Whether the partner who does not move the phase feels ready. Both read it; the newest word stands."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    after = models.PositiveIntegerField(default=0)
    word = models.CharField(max_length=7, choices=Word.choices)
    said_at = models.DateTimeField()

    objects = SaidQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["couple", "author", "after"], name="one_ready_word_a_person")]

    def __str__(self) -> str:
        return f"ready word {self.pk}"


class ReadinessQuerySet(models.QuerySet["Readiness"]):
    """Reads of readiness answers."""

    def visible_to(self, user: User) -> "ReadinessQuerySet":
        """Keep the person's own."""
        return self.filter(author=user)


class Readiness(models.Model):
    """One person's answer to one line of a readiness list.

    Read by its author; by the therapist of `couple` at numbers; by the partner never.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, models.CASCADE, related_name="readiness")
    couple = models.ForeignKey(Couple, models.SET_NULL, null=True, related_name="readiness")
    item = models.CharField(max_length=10, choices=ReadinessItem.choices)
    answer = models.CharField(max_length=6, choices=ReadyAnswer.choices)
    answered_at = models.DateTimeField()

    objects = ReadinessQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "item"], name="one_answer_a_readiness_line")]

    def __str__(self) -> str:
        return f"readiness {self.pk}"
