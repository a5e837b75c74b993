"""Writes of openness and of transparency agreements."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.actions.acting import (
    NotYours,
    acting,
    couple_of,
    free_key,
    refuse_while_paused,
    sharing,
    written_before,
)
from couples.models import Couple
from kit.weeks import local_today
from repair.models import Agreement, Openness, OpennessNote, PromiseDate


@dataclass(frozen=True)
class Offer:
    """What is offered to be seen, why, and until when."""

    offered: str
    why: str
    review_on: date
    ends_on: date


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
        shared_on=local_today(now, user.zone),
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


@transaction.atomic
def offer_agreement(user: User, *, offer: Offer, key: UUID, now: datetime) -> Agreement:
    """Offer something to be seen for a while; pressed twice, it stands once. Raises `NotShared`."""
    standing = acting(user)
    if present := written_before(Agreement, key=key, by=user, fields=asdict(offer)):
        return present
    return Agreement.objects.create(
        pk=free_key(Agreement, key),
        author=user,
        couple=sharing(standing),
        made_on=local_today(now, user.zone),
        made_at=now,
        **asdict(offer),
    )


@transaction.atomic
def pause_agreement(agreement: Agreement, *, by: User, now: datetime) -> None:
    """Pause an agreement, by either, at once; harmless when pressed twice. Raises `NotShared`."""
    refuse_while_paused(acting(by), agreement)
    running = Agreement.objects.filter(pk=agreement.pk, ended_at=None, paused_at=None)
    running.update(paused_at=now, paused_by=by)


@transaction.atomic
def resume_agreement(agreement: Agreement, *, by: User, now: datetime) -> None:
    """Go on with an agreement one paused oneself. Raises `NotYours` for the other, `NotShared`."""
    refuse_while_paused(acting(by), agreement)
    paused = Agreement.objects.filter(pk=agreement.pk, ended_at=None, paused_at__isnull=False)
    if paused.exclude(paused_by=by).exists():
        raise NotYours(_("Whoever paused it can go on with it."))
    paused.update(paused_at=None, paused_by=None)


@transaction.atomic
def end_agreement(agreement: Agreement, *, by: User, now: datetime) -> None:
    """End what one offered oneself; harmless when pressed twice. Raises `NotYours`, `NotShared`."""
    standing = acting(by)
    if agreement.author_id != by.pk:
        raise NotYours
    refuse_while_paused(standing, agreement)
    Agreement.objects.filter(pk=agreement.pk, ended_at=None).update(ended_at=now)


def share_what_was_kept(user: User, *, couple: Couple, since: datetime) -> int:
    """Share the openness and the promise reports of one's own pause, as the writer asked; return how many.

    What was taken back meanwhile leaves no trace: the other never read it.
    """
    unshared = {"author": user, "couple": None}
    rows = Openness.objects.filter(**unshared, shared_at__gte=since, withdrawn_at=None)
    reports = PromiseDate.objects.filter(**unshared, reported_at__gte=since, promise__couple=couple)
    return rows.update(couple=couple) + reports.update(couple=couple)
