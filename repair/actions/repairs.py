"""Writes of a repair log as a whole: opened, linked, closed, opened again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import (
    AlreadyOver,
    NotYours,
    acting,
    free_key,
    sharing,
    still_sharing,
    written_before,
)
from couples.actions.phases import pause_phase
from couples.models import Couple
from repair.actions.promises import Terms, make_promise
from repair.models import CLOSES_AFTER, Promise, Repair, RepairKind, RepairReopening, RepairSide, TimeOut

ONE_IS_ENOUGH = _("One promise is enough for a repair; there is one already.")
ASKED_LATELY = _("You suggested this within the last seven days. You can suggest it again after that.")


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
        opened_on=standing.date_at(now),
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
    """Close a repair with the other's word, or propose it: it closes after seven days without an answer.

    One with nothing in it is put away at once, by either, and counts nowhere. Say whether this press closed
    it; pressed twice, it is proposed once. Raises `NotShared`, `AlreadyOver` on proposing within
    seven days after the other said "not yet".
    """
    couple = still_sharing(acting(by), repair)
    fresh = _locked(repair)
    if not fresh.is_open(now):
        return False
    if not has_anything(fresh, now=now):
        _close(fresh, now, couple)
    elif fresh.is_proposed(now) and fresh.proposed_by_id != by.pk:
        _close(fresh, now, couple)
        _rest(fresh, now, by_both=True)
    elif not fresh.is_proposed(now):
        _propose(fresh, by, couple, now)
    fresh.save()
    return not fresh.is_open(now)


def _locked(repair: Repair) -> Repair:
    return Repair.objects.select_for_update(of=("self",)).get(pk=repair.pk)


def has_anything(repair: Repair, *, now: datetime) -> bool:
    """Say whether anything that both can read was written in it; what is sealed is not told."""
    return RepairSide.objects.filter(repair=repair, opened_at__lte=now, passed=False).exists()


def _close(repair: Repair, at: datetime, couple: Couple) -> None:
    repair.closed_at, repair.closed_on = at, couple.days.date_at(at)


def _rest(repair: Repair, now: datetime, *, by_both: bool) -> None:
    """Keep this closing as the one that counts, unless an earlier one does."""
    if not Repair.objects.counted(now).filter(pk=repair.pk).exists():
        repair.rested_at, repair.rested_on, repair.rested_by_both = repair.closed_at, repair.closed_on, by_both


def may_propose(repair: Repair, *, by: User, now: datetime) -> bool:
    """Say whether seven days went by since this person proposed it last."""
    lately = repair.proposed_at is not None and now < repair.proposed_at + CLOSES_AFTER
    return not (lately and repair.proposed_by_id == by.pk)


def _propose(repair: Repair, by: User, couple: Couple, now: datetime) -> None:
    """Propose to close it seven days from now, at most once in seven days: nobody is asked again and again."""
    if not may_propose(repair, by=by, now=now):
        raise AlreadyOver(ASKED_LATELY)
    repair.proposed_by, repair.proposed_at, repair.proposed_on = by, now, couple.days.date_at(now)
    _close(repair, now + CLOSES_AFTER, couple)
    _rest(repair, now, by_both=False)


@transaction.atomic
def keep_repair_open(repair: Repair, *, by: User, now: datetime) -> None:
    """Answer a proposed closing with "not yet", or take one's own back. Harmless when pressed twice. Raises `NotShared`."""
    still_sharing(acting(by), repair)
    fresh = _locked(repair)
    if not fresh.is_proposed(now):
        return
    fresh.closed_at = fresh.closed_on = None
    if fresh.rested_at and fresh.rested_at > now:
        fresh.rested_at = fresh.rested_on = None
    fresh.save()


@transaction.atomic
def reopen_repair(repair: Repair, *, by: User, reason: str, key: UUID, now: datetime) -> RepairReopening:
    """Open a closed repair again, with the reason. Pressed twice, it is opened once.

    Raises `AlreadyOver` if it is open by now, `NotShared`, `WrittenBefore`.
    """
    standing = acting(by)
    couple = still_sharing(standing, repair)
    if present := written_before(RepairReopening, key=key, by=by, fields={"reason": reason}):
        return present
    fresh = _locked(repair)
    if fresh.closed_at is None or fresh.is_open(now):
        raise AlreadyOver(_("It was opened again in the meantime."))
    rested_at, fresh.closed_at, fresh.closed_on = fresh.closed_at, None, None
    fresh.proposed_by = fresh.proposed_at = fresh.proposed_on = None
    fresh.save()
    return RepairReopening.objects.create(
        pk=free_key(RepairReopening, key),
        repair=fresh,
        author=by,
        couple=couple,
        reason=reason,
        reopened_at=now,
        reopened_on=couple.days.date_at(now),
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
