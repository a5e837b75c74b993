"""Writes of hard moments."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from couples.actions.acting import (
    AlreadyShared,
    NotYours,
    acting,
    couple_of,
    free_key,
    sharing,
    written_before,
)
from couples.models import live_couple_of
from repair.models import HardMoment


@dataclass(frozen=True)
class MomentTold:
    """What is told of a hard moment."""

    happened_on: date
    cue: str
    strength: int
    settled_minutes: int | None = None
    needed: str = ""
    met: int | None = None


@transaction.atomic
def write_moment(user: User, *, told: MomentTold, key: UUID, now: datetime, share: bool = False) -> HardMoment:
    """Write a hard moment down, for oneself or shared at once; pressed twice, it stands once.

    Raises `NotShared`, `WrittenBefore`, `AlreadyShared` if it is to be kept and was shared before.
    """
    standing = acting(user)
    if present := written_before(HardMoment, key=key, by=user, fields=asdict(told)):
        refuse_to_keep(present.shared_at is not None and not share)
        if share:
            share_moment(present, by=user, now=now)
        return present
    moment = HardMoment(pk=free_key(HardMoment, key), author=user, written_at=now, **asdict(told))
    if share:
        moment.couple, moment.shared_at = sharing(standing), now
    moment.save(force_insert=True)
    return moment


def refuse_to_keep(was_shared: bool) -> None:
    """Raise `AlreadyShared` for a second press that would call one's own what the other can read."""
    if was_shared:
        raise AlreadyShared


@transaction.atomic
def change_moment(moment: HardMoment, *, by: User, told: MomentTold, now: datetime) -> HardMoment:
    """Change one's own moment while nobody else can read it; afterwards only what is empty is filled in.

    Raises `NotYours`, `AlreadyShared`.
    """
    acting(by)
    fresh = HardMoment.objects.select_related("author").get(pk=moment.pk)
    if fresh.author_id != by.pk:
        raise NotYours
    if fresh.shared_at and not _only_fills_in(fresh, told):
        raise AlreadyShared
    for name, value in asdict(told).items():
        setattr(fresh, name, value)
    fresh.save()
    return fresh


def _only_fills_in(moment: HardMoment, told: MomentTold) -> bool:
    """Say whether nothing that stands is changed."""
    return all(getattr(moment, name) in (None, "", value) for name, value in asdict(told).items())


@transaction.atomic
def share_moment(moment: HardMoment, *, by: User, now: datetime) -> None:
    """Share one's own moment, also one shared with somebody earlier; harmless when pressed twice.

    Raises `NotYours`, `NotShared`.
    """
    standing = acting(by)
    if moment.author_id != by.pk:
        raise NotYours
    present = HardMoment.objects.get(pk=moment.pk)
    if present.withdrawn_at is None and couple_of(standing, present) is None:
        present.couple, present.shared_at = sharing(standing), now
        present.save(update_fields=["couple", "shared_at"])


def withdraw_moment(moment: HardMoment, *, by: User, now: datetime) -> None:
    """Take back what one shares; a dated line stays. Harmless when pressed twice."""
    shared = HardMoment.objects.filter(pk=moment.pk, author=by, couple=live_couple_of(by), withdrawn_at=None)
    shared.update(withdrawn_at=now)
