"""Writes of hard dates and the lines written before them."""

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
    free_key,
    sharing,
    still_sharing,
    written_before,
)
from kit.weeks import DAY, local_today
from repair.actions.moments import refuse_to_keep
from repair.models import HardDate, HardDateLine


@dataclass(frozen=True)
class HardDateSaid:
    """What is said of a hard date."""

    falls_on: date
    yearly: bool
    name: str
    helps: str
    notice_days: int


@transaction.atomic
def mark_date(user: User, *, marked: HardDateSaid, key: UUID, now: datetime, share: bool = False) -> HardDate:
    """Mark a date that may be hard, for oneself or shared; pressed twice, it stands once. Raises as `write_moment`."""
    standing = acting(user)
    if present := written_before(HardDate, key=key, by=user, fields=asdict(marked)):
        refuse_to_keep(present.couple_id is not None and not share)
        if share:
            share_date(present, by=user, now=now)
        return present
    row = HardDate(pk=free_key(HardDate, key), author=user, made_at=now, **asdict(marked))
    row.turn_to(min(local_today(now, user.zone), standing.date_at(now)))
    if share:
        row.couple, row.heads_up_on = sharing(standing), first_heads_up(row, today=standing.date_at(now))
    row.save(force_insert=True)
    return row


def first_heads_up(hard_date: HardDate, *, today: date) -> date | None:
    """Return the date of the heads-up for the next time it comes; it may lie behind, if that is near."""
    coming = hard_date.next_on(today)
    return hard_date.noticed_on(coming) if coming else None


@transaction.atomic
def share_date(hard_date: HardDate, *, by: User, now: datetime) -> None:
    """Share one's own date, also one shared with somebody earlier; harmless when pressed twice.

    Raises `NotYours`, `NotShared`.
    """
    standing = acting(by)
    if hard_date.author_id != by.pk:
        raise NotYours
    row = HardDate.objects.select_related("author").standing().with_id(hard_date.pk)
    if row and (standing.couple is None or row.couple_id != standing.couple.pk):
        row.couple, row.heads_up_on = sharing(standing), first_heads_up(row, today=standing.date_at(now))
        row.save(update_fields=["couple", "heads_up_on"])


def withdraw_date(hard_date: HardDate, *, by: User, now: datetime) -> None:
    """Take one's own date away: no heads-up goes any more. Harmless when pressed twice."""
    standing = HardDate.objects.filter(pk=hard_date.pk, author=by, withdrawn_at=None)
    standing.update(withdrawn_at=now, heads_up_on=None)


@transaction.atomic
def write_line(hard_date: HardDate, *, by: User, words: str, on: date, key: UUID, now: datetime) -> HardDateLine:
    """Write the other a line before their date, once for each time it comes; pressed twice, it stands once.

    `on`: the time that the writer's page showed; right after it went by it is written for still. Raises `NotYours`
    for one's own date, `AlreadyOver` if it does not come any more, `AlreadyShared`, `NotShared`.
    """
    standing = acting(by)
    if hard_date.author_id == by.pk:
        raise NotYours(_("The line before a date comes from the other person."))
    couple = still_sharing(standing, hard_date)
    fresh = HardDate.objects.standing().with_id(hard_date.pk)
    today = local_today(now, by.zone)
    if fresh is None or on not in (fresh.next_on(today), fresh.next_on(today - DAY)):
        raise AlreadyOver(_("This date does not come any more."))
    present = HardDateLine.objects.of(by).filter(hard_date=fresh, for_on=on, couple=couple).first()
    if present and present.words != words:
        raise AlreadyShared(_("Your line for this time stands already."))
    return present or HardDateLine.objects.create(
        pk=free_key(HardDateLine, key),
        hard_date=fresh,
        author=by,
        couple=couple,
        for_on=on,
        words=words,
        written_at=now,
    )
