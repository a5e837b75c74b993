"""Writes of openness."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from couples.actions.acting import (
    NotYours,
    acting,
    couple_of,
    free_key,
    refuse_while_paused,
    written_before,
)
from couples.models import Couple
from repair.models import CalmPlan, Openness, OpennessNote, PromiseDate


@transaction.atomic
def share_openness(user: User, *, words: str, key: UUID, now: datetime) -> Openness:
    """Write down something shared before being asked; pressed twice, it stands once.

    Alone, or in a pause of one's own, it stays with its author.
    """
    standing = acting(user)
    if present := written_before(Openness, key=key, by=user, fields={"words": words}):
        return present
    return Openness.objects.create(
        pk=free_key(Openness, key),
        author=user,
        couple=standing.shares_with,
        words=words,
        shared_on=standing.date_at(now),
        shared_at=now,
    )


def withdraw_openness(openness: Openness, *, by: User, now: datetime) -> None:
    """Take one's own openness back; where the other could read it, a dated line stays. Harmless when pressed twice."""
    Openness.objects.filter(pk=openness.pk, author=by, withdrawn_at=None).update(withdrawn_at=now)


@transaction.atomic
def add_openness_note(openness: Openness, *, by: User, words: str, key: UUID, now: datetime) -> OpennessNote:
    """Add words to one's own openness; pressed twice, they stand once. Raises `NotYours`, `NotShared`."""
    standing = acting(by)
    if openness.author_id != by.pk:
        raise NotYours
    if present := written_before(OpennessNote, key=key, by=by, fields={"words": words}):
        return present
    refuse_while_paused(standing, openness)
    return OpennessNote.objects.create(
        pk=free_key(OpennessNote, key),
        author=by,
        couple=couple_of(standing, openness),
        openness=openness,
        words=words,
        added_at=now,
    )


def share_what_was_kept(user: User, *, couple: Couple, since: datetime, now: datetime) -> int:
    """Share the openness, the promise reports and the plan of one's own pause, as the writer asked; return how many.

    It bears the date on which it reaches the other. What was taken back meanwhile leaves no trace: they never
    read it. A report can be answered for seven days from now on, as any other.
    """
    unshared = {"author": user, "couple": None}
    rows = Openness.objects.filter(**unshared, shared_at__gte=since, withdrawn_at=None)
    reports = PromiseDate.objects.filter(**unshared, reported_at__gte=since, promise__couple=couple)
    plans = CalmPlan.objects.filter(**unshared, changed_at__gte=since)
    on = couple.days.date_at(now)
    kept = reports.update(couple=couple, reported_at=now, told_on=on)
    return kept + rows.update(couple=couple, shared_at=now, shared_on=on) + plans.update(couple=couple)
