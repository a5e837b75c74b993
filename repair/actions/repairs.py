"""Writes of a repair log as a whole: opened, linked, brought to rest, opened again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import (
    AlreadyOver,
    NotYours,
    acting,
    couple_of,
    free_key,
    sharing,
    still_sharing,
    written_before,
)
from couples.actions.phases import pause_phase
from couples.models import Couple
from kit.weeks import local_today
from repair.actions.promises import Terms, make_promise
from repair.models import Promise, Repair, RepairKind, RepairReopening, TimeOut

ONE_IS_ENOUGH = _("One promise is enough for a repair; there is one already.")


@dataclass(frozen=True)
class Opening:
    """What a repair is opened for; `done_by_me` is asked of a new breach only."""

    kind: RepairKind
    name: str
    done_by_me: bool | None = None
    time_out: TimeOut | None = None


@transaction.atomic
def open_repair(user: User, *, opening: Opening, key: UUID, now: datetime) -> Repair:
    """Open a repair log for two; a new breach pauses the phase. Pressed twice, it stands once. Raises `NotShared`."""
    standing = acting(user)
    said = {"kind": opening.kind, "name": opening.name}
    if present := written_before(Repair, key=key, by=user, fields=said):
        return present
    couple = sharing(standing)
    is_breach = opening.kind == RepairKind.BREACH
    if is_breach:
        pause_phase(couple, now=now)
    return Repair.objects.create(
        pk=free_key(Repair, key),
        author=user,
        couple=couple,
        done_by=_who_did_it(standing, opening) if is_breach else None,
        time_out=_ours(opening.time_out, couple),
        opened_at=now,
        opened_on=local_today(now, user.zone),
        **said,
    )


def _who_did_it(standing: Standing, opening: Opening) -> User:
    return standing.user if opening.done_by_me or standing.other is None else standing.other.user


def _ours(time_out: TimeOut | None, couple: Couple) -> TimeOut | None:
    return time_out if time_out and time_out.couple_id == couple.pk else None


@transaction.atomic
def link_promise(repair: Repair, *, promise: Promise, by: User, now: datetime) -> bool:
    """Link one's own promise to a repair, at most one; say whether this press did it.

    Raises `NotYours`, `AlreadyOver` if the promise belongs to another repair, `NotShared`.
    """
    still_sharing(acting(by), repair)
    if promise.author_id != by.pk or promise.couple_id != repair.couple_id:
        raise NotYours(_("A promise is linked by the one who made it."))
    if Repair.objects.filter(promise=promise).exclude(pk=repair.pk).exists():
        raise AlreadyOver(ONE_IS_ENOUGH)
    return bool(Repair.objects.filter(pk=repair.pk, promise=None).update(promise=promise))


@transaction.atomic
def close_repair(repair: Repair, *, by: User, now: datetime) -> bool:
    """Bring a repair to rest, by either; say whether this press did it. Raises `NotShared`."""
    still_sharing(acting(by), repair)
    today = local_today(now, by.zone)
    open_now = Repair.objects.filter(pk=repair.pk, closed_at=None)
    return bool(open_now.update(closed_at=now, closed_by=by, rested_on=Coalesce(F("rested_on"), today)))


@transaction.atomic
def reopen_repair(repair: Repair, *, by: User, reason: str, key: UUID, now: datetime) -> RepairReopening:
    """Open a repair at rest again, with the reason. Pressed twice, it is opened once.

    Raises `AlreadyOver` if it is open by now, `NotShared`, `WrittenBefore`.
    """
    standing = acting(by)
    still_sharing(standing, repair)
    if present := written_before(RepairReopening, key=key, by=by, fields={"reason": reason}):
        return present
    fresh = Repair.objects.select_for_update(of=("self",)).get(pk=repair.pk)
    if fresh.closed_at is None:
        raise AlreadyOver(_("It was opened again meanwhile."))
    rested_at, fresh.closed_at, fresh.closed_by = fresh.closed_at, None, None
    fresh.save(update_fields=["closed_at", "closed_by"])
    return RepairReopening.objects.create(
        pk=free_key(RepairReopening, key),
        repair=fresh,
        author=by,
        couple=couple_of(standing, fresh),
        reason=reason,
        reopened_at=now,
        rested_at=rested_at,
    )


@transaction.atomic
def promise_in_repair(repair: Repair, *, by: User, terms: Terms, key: UUID, now: datetime) -> Promise:
    """Make the one promise a repair ends in, linked to it; pressed twice, it stands once.

    Raises `AlreadyOver` if it has one, `NotShared`, and what `make_promise` raises.
    """
    still_sharing(acting(by), repair)
    fresh = Repair.objects.select_for_update(no_key=True, of=("self",)).get(pk=repair.pk)
    if fresh.promise_id not in (None, key):
        raise AlreadyOver(ONE_IS_ENOUGH)
    promise = make_promise(by, terms=terms, key=key, now=now)
    link_promise(fresh, promise=promise, by=by, now=now)
    return promise
