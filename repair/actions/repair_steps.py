"""Writes of the steps of a repair: each side alone, both opened together."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import (
    AlreadyOver,
    AlreadyShared,
    NotYours,
    acting,
    couple_of,
    free_key,
    still_sharing,
    written_before,
)
from couples.models import live_couple_of
from kit.refusals import Refusal
from repair.models import Landed, Repair, RepairNote, RepairSide, Step

SEALED_STEPS = (Step.HAPPENED, Step.OWN, Step.PATTERN)


class NotYet(Refusal):
    """The step before has not opened, or this repair has no such step."""

    said = _("This step opens after the one before it.")


class ChangedElsewhere(Refusal):
    """Another tab or device wrote this step meanwhile; `side` is the row as it is stored now."""

    said = _("This was also written in another tab or on another device. Save again to keep what is here.")

    def __init__(self, side: RepairSide) -> None:
        super().__init__()
        self.side = side


@dataclass(frozen=True)
class Written:
    """What one person writes in one step."""

    words: str = ""
    landed: Landed | str = ""
    needed: str = ""


def is_sealed_step(repair: Repair, step: Step) -> bool:
    """Say whether both write this step before either reads it."""
    return step in SEALED_STEPS and not (repair.is_breach and step == Step.OWN)


def refuse_step(repair: Repair, step: Step, sides: list[RepairSide], *, by: User, now: datetime) -> None:
    """Raise `NotYet` or `NotYours` unless this person may write this step now."""
    opened = [side for side in sides if not side.is_sealed(now)]
    theirs = [side for side in opened if side.step == Step.OWN and side.author_id != by.pk]
    if step == Step.HAPPENED and repair.is_breach:
        raise NotYet
    if step == Step.OWN:
        if repair.is_breach and repair.done_by_id != by.pk:
            raise NotYours(_("This step is the other person’s to write."))
        if not repair.is_breach and not any(side.step == Step.HAPPENED for side in opened):
            raise NotYet
    if step == Step.LANDED and not any(not side.passed and side.withdrawn_at is None for side in theirs):
        raise NotYet
    if step == Step.PATTERN and not any(side.step == Step.OWN for side in opened):
        raise NotYet


@transaction.atomic
def write_side(
    repair: Repair, *, step: Step, by: User, written: Written, now: datetime, seen: datetime | None = None
) -> RepairSide:
    """Write one's own side of a step; it opens for both once both wrote, at the end of the day if one skipped it.

    `seen` is the `written_at` the writer started from (None for a new one). Raises `NotYet`, `NotYours`,
    `AlreadyOver` when closed, `AlreadyShared` once it opened, `ChangedElsewhere`, `NotShared`.
    """
    standing, sides = _stepping(repair, by)
    mine = next((side for side in sides if side.step == step and side.author_id == by.pk), None)
    if mine and _says(mine, written):
        return mine
    _refuse_unless_open(repair, now)
    refuse_step(repair, step, sides, by=by, now=now)
    if mine and not mine.is_sealed(now):
        raise AlreadyShared
    if mine and mine.written_at != seen:
        raise ChangedElsewhere(mine)
    side = mine or RepairSide(step=step, author=by)
    side.repair = repair
    side.words, side.landed, side.needed, side.passed = written.words, written.landed, written.needed, False
    return _put(side, standing, now)


def _stepping(repair: Repair, by: User) -> tuple[Standing, list[RepairSide]]:
    """Lock the person and the repair, refuse in a pause, and return what is written in it."""
    standing = acting(by)
    still_sharing(standing, repair)
    fresh = Repair.objects.select_for_update(no_key=True, of=("self",)).get(pk=repair.pk)
    repair.closed_at, repair.couple = fresh.closed_at, standing.couple
    return standing, list(RepairSide.objects.filter(repair=repair).select_related("author"))


def _refuse_unless_open(repair: Repair, now: datetime) -> None:
    if not repair.is_open(now):
        raise AlreadyOver


def _says(side: RepairSide, written: Written) -> bool:
    """Say whether a press repeats what is stored already."""
    return not side.passed and (side.words, side.landed, side.needed) == (
        written.words,
        written.landed,
        written.needed,
    )


def _put(side: RepairSide, standing: Standing, now: datetime) -> RepairSide:
    """Save one side as shared, and let the step open when it is time."""
    side.couple, side.written_at = couple_of(standing, side.repair), now
    side.save()
    open_step(side.repair, Step(side.step), now=now)
    side.refresh_from_db(fields=["opened_at"])
    return side


def open_step(repair: Repair, step: Step, *, now: datetime) -> None:
    """Set when a step opens, by what is shared in it now; what lies open stays so.

    Both wrote, or both skipped: now. One skipped: when the day of it is over where the two count their
    days, so that nobody reads the other's side by skipping (ruling 36). One wrote: not yet.
    """
    shared = RepairSide.objects.filter(repair=repair, step=step, couple__isnull=False)
    sides, sealed = list(shared), shared.sealed(now)
    RepairSide.objects.filter(repair=repair, step=step, couple=None).sealed(now).update(opened_at=None)
    skipped = [side.written_at for side in sides if side.passed]
    if not is_sealed_step(repair, step) or (len(sides) == 2 and len(skipped) != 1):
        sealed.update(opened_at=now)
    elif skipped and repair.couple:
        days = repair.couple.days
        sealed.update(opened_at=max(now, days.ends_at(days.date_at(skipped[0]))))
    else:
        sealed.update(opened_at=None)


@transaction.atomic
def pass_step(repair: Repair, *, step: Step, by: User, now: datetime) -> RepairSide:
    """Skip a step; it opens for both at the end of the day, at once if both skip it. Harmless when pressed twice.

    Raises what `write_side` raises, and `AlreadyShared` if something of one's own stands there.
    """
    standing, sides = _stepping(repair, by)
    mine = next((side for side in sides if side.step == step and side.author_id == by.pk), None)
    if mine and mine.passed:
        return mine
    _refuse_unless_open(repair, now)
    refuse_step(repair, step, sides, by=by, now=now)
    if mine or not is_sealed_step(repair, step):
        raise AlreadyShared
    return _put(RepairSide(repair=repair, step=step, author=by, passed=True), standing, now)


@transaction.atomic
def share_side(side: RepairSide, *, by: User, now: datetime) -> None:
    """Share a side that a pause kept back; harmless when pressed twice. Raises `NotYours`, `NotShared`, `AlreadyOver`.

    A skip counts from now on: its day is the one on which it is shared.
    """
    if side.author_id != by.pk:
        raise NotYours
    standing, _sides = _stepping(side.repair, by)
    kept = RepairSide.objects.select_related("author", "repair").filter(pk=side.pk, couple=None).first()
    if kept and couple_of(standing, kept.repair):
        _refuse_unless_open(side.repair, now)
        kept.couple = couple_of(standing, kept.repair)
        kept.written_at = now if kept.passed else kept.written_at
        kept.save(update_fields=["couple", "written_at"])
        open_step(side.repair, Step(kept.step), now=now)


@transaction.atomic
def withhold_sides(user: User, *, now: datetime) -> int:
    """Take the couple off a person's sides that have not opened, as their pause asks; return how many.

    What a skip of theirs would have opened waits for the other's own time.
    """
    sealed = RepairSide.objects.sealed(now).filter(author=user, couple=live_couple_of(user))
    waiting = sorted(set(sealed.values_list("repair", "step")))
    ids = {repair for repair, _step in waiting}
    locked = Repair.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True, of=("self",))
    repairs = {repair.pk: repair for repair in locked.select_related("couple")}
    number = sealed.update(couple=None)
    for repair, step in waiting:
        open_step(repairs[repair], Step(step), now=now)
    return number


def withdraw_side(side: RepairSide, *, by: User, now: datetime) -> None:
    """Take one's own opened side back; a dated line stays. Harmless when pressed twice."""
    RepairSide.objects.filter(pk=side.pk, author=by, opened_at__lte=now, withdrawn_at=None).update(withdrawn_at=now)


@transaction.atomic
def add_side_note(side: RepairSide, *, by: User, words: str, key: UUID, now: datetime) -> RepairNote:
    """Add words to one's own opened side; pressed twice, they stand once. Raises `NotYours`, `NotYet`, `NotShared`."""
    standing = acting(by)
    if side.author_id != by.pk:
        raise NotYours
    if side.is_sealed(now):
        raise NotYet
    if present := written_before(RepairNote, key=key, by=by, fields={"words": words}):
        return present
    still_sharing(standing, side)
    return RepairNote.objects.create(
        pk=free_key(RepairNote, key),
        side=side,
        author=by,
        couple=couple_of(standing, side),
        words=words,
        added_at=now,
    )
