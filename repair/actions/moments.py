"""Writes of hard moments, of hard dates and the lines written before them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.actions.acting import (
    AlreadyOver,
    AlreadyShared,
    NotYours,
    acting,
    couple_of,
    free_key,
    sharing,
    still_sharing,
    written_before,
)
from kit.weeks import local_today
from repair.models import HardDate, HardDateLine, HardMoment


@dataclass(frozen=True)
class Told:
    """What is told of a hard moment."""

    happened_on: date
    cue: str
    strength: int
    settled_minutes: int | None = None
    needed: str = ""
    met: int | None = None


@transaction.atomic
def write_moment(user: User, *, told: Told, key: UUID, now: datetime, share: bool = False) -> HardMoment:
    """Write a hard moment down, for oneself or shared at once; pressed twice, it stands once.

    Raises `NotShared`, `WrittenBefore`, `AlreadyShared` if it is to be kept and was shared before.
    """
    standing = acting(user)
    if present := written_before(HardMoment, key=key, by=user, fields=asdict(told)):
        _refuse_to_keep(present.shared_at is not None and not share)
        if share:
            share_moment(present, by=user, now=now)
        return present
    moment = HardMoment(pk=free_key(HardMoment, key), author=user, written_at=now, **asdict(told))
    if share:
        moment.couple, moment.shared_at = sharing(standing), now
    moment.save(force_insert=True)
    return moment


def _refuse_to_keep(was_shared: bool) -> None:
    """Raise `AlreadyShared` for a second press that would call one's own what the other can read."""
    if was_shared:
        raise AlreadyShared


@transaction.atomic
def change_moment(moment: HardMoment, *, by: User, told: Told, now: datetime) -> HardMoment:
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


def _only_fills_in(moment: HardMoment, told: Told) -> bool:
    """Say whether nothing that stands is changed."""
    return all(getattr(moment, name) in (None, "", value) for name, value in asdict(told).items())


@transaction.atomic
def share_moment(moment: HardMoment, *, by: User, now: datetime) -> None:
    """Share one's own moment; harmless when pressed twice. Raises `NotYours`, `NotShared`."""
    standing = acting(by)
    if moment.author_id != by.pk:
        raise NotYours
    unshared = HardMoment.objects.filter(pk=moment.pk, shared_at=None)
    if unshared.exists():
        unshared.update(couple=sharing(standing), shared_at=now)


def withdraw_moment(moment: HardMoment, *, by: User, now: datetime) -> None:
    """Take back what one shared; a dated line stays. Harmless when pressed twice."""
    shared = HardMoment.objects.filter(pk=moment.pk, author=by, couple__isnull=False, withdrawn_at=None)
    shared.update(withdrawn_at=now)


@dataclass(frozen=True)
class Marked:
    """What is said of a hard date."""

    falls_on: date
    yearly: bool
    name: str
    helps: str
    notice_days: int


@transaction.atomic
def mark_date(user: User, *, marked: Marked, key: UUID, now: datetime, share: bool = False) -> HardDate:
    """Mark a date that may be hard, for oneself or shared; pressed twice, it stands once. Raises as `write_moment`."""
    standing = acting(user)
    if present := written_before(HardDate, key=key, by=user, fields=asdict(marked)):
        _refuse_to_keep(present.couple_id is not None and not share)
        if share:
            share_date(present, by=user, now=now)
        return present
    row = HardDate(pk=free_key(HardDate, key), author=user, made_at=now, **asdict(marked))
    row.turn_to(local_today(now, user.zone))
    if share:
        row.couple = sharing(standing)
        row.heads_up_on = first_heads_up(row, now=now)
    row.save(force_insert=True)
    return row


def first_heads_up(hard_date: HardDate, *, now: datetime) -> date | None:
    """Return the date of the heads-up for the next time it comes; it may lie behind, if that is near."""
    coming = hard_date.next_on(local_today(now, hard_date.author.zone))
    return hard_date.noticed_on(coming) if coming else None


@transaction.atomic
def share_date(hard_date: HardDate, *, by: User, now: datetime) -> None:
    """Share one's own date; harmless when pressed twice. Raises `NotYours`, `NotShared`."""
    standing = acting(by)
    if hard_date.author_id != by.pk:
        raise NotYours
    row = HardDate.objects.select_related("author").filter(pk=hard_date.pk, couple=None, withdrawn_at=None).first()
    if row:
        row.couple, row.heads_up_on = sharing(standing), first_heads_up(row, now=now)
        row.save(update_fields=["couple", "heads_up_on"])


def withdraw_date(hard_date: HardDate, *, by: User, now: datetime) -> None:
    """Take one's own date away: no heads-up goes any more. Harmless when pressed twice."""
    standing = HardDate.objects.filter(pk=hard_date.pk, author=by, withdrawn_at=None)
    standing.update(withdrawn_at=now, heads_up_on=None)


@transaction.atomic
def write_line(hard_date: HardDate, *, by: User, words: str, key: UUID, now: datetime) -> HardDateLine:
    """Write the other a line before their date, once for each time it comes; pressed twice, it stands once.

    Raises `NotYours` for one's own date, `AlreadyOver` if it does not come any more, `AlreadyShared`, `NotShared`.
    """
    standing = acting(by)
    if hard_date.author_id == by.pk:
        raise NotYours(_("The line before a date comes from the other person."))
    still_sharing(standing, hard_date)
    fresh = HardDate.objects.standing().filter(pk=hard_date.pk).first()
    coming = fresh.next_on(local_today(now, by.zone)) if fresh else None
    if coming is None:
        raise AlreadyOver(_("This date does not come any more."))
    present = HardDateLine.objects.of(by).filter(hard_date=fresh, for_on=coming).first()
    if present and present.words != words:
        raise AlreadyShared(_("Your line for this time stands already."))
    return present or HardDateLine.objects.create(
        pk=free_key(HardDateLine, key),
        hard_date=fresh,
        author=by,
        couple=couple_of(standing, fresh),
        for_on=coming,
        words=words,
        written_at=now,
    )
