"""Writes of transparency agreements."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.actions.acting import (
    NotYours,
    acting,
    free_key,
    refuse_while_paused,
    sharing,
    written_before,
)
from kit.weeks import local_today
from repair.models import Agreement


@dataclass(frozen=True)
class Offer:
    """What is offered to be seen, why, and until when."""

    offered: str
    why: str
    review_on: date
    ends_on: date


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
