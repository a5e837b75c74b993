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
        made_on=standing.date_at(now),
        made_at=now,
        **asdict(offer),
    )


@transaction.atomic
def pause_agreement(agreement: Agreement, *, by: User, now: datetime) -> None:
    """Pause an agreement, by either, at once, in one's own pause too; harmless when pressed twice."""
    acting(by)
    Agreement.objects.filter(pk=agreement.pk, ended_at=None, paused_at=None).update(paused_at=now)


@transaction.atomic
def resume_agreement(agreement: Agreement, *, by: User, now: datetime) -> None:
    """Resume what one offers, whoever paused it. Raises `NotYours`, `NotShared` in a pause of one's own."""
    standing = acting(by)
    if agreement.author_id != by.pk:
        raise NotYours(_("Whoever offered it can resume it."))
    refuse_while_paused(standing, agreement)
    Agreement.objects.filter(pk=agreement.pk, ended_at=None).update(paused_at=None)


@transaction.atomic
def end_agreement(agreement: Agreement, *, by: User, now: datetime) -> None:
    """End an agreement, by either, at once, in one's own pause too; harmless when pressed twice."""
    ended = {"ended_at": now, "ended_on": acting(by).date_at(now)}
    Agreement.objects.filter(pk=agreement.pk, ended_at=None).update(**ended)
