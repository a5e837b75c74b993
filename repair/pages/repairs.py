"""Page data of one repair log: its steps as one reader may see them.

What the other wrote in a sealed step leaves no trace here until the step opens.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from couples.access import Standing
from couples.actions.acting import NotYours
from kit.paging import NO_END, Instant, page_of
from kit.prepared import prepared
from repair.actions.repair_steps import NotYet, is_sealed_step, refuse_step
from repair.actions.repairs import may_propose
from repair.models import FOLDS_AFTER, Repair, RepairNote, RepairReopening, RepairSide, Step


@dataclass(frozen=True)
class StepSides:
    """One step: one's own side, the other's once it opened, and what one may do in it."""

    step: Step
    mine: RepairSide | None = None
    theirs: RepairSide | None = None
    was_taken_back: bool = False
    can_write: bool = False
    can_pass: bool = False
    is_sealed: bool = False  # what the reader wrote or skipped

    @property
    def is_kept_back(self) -> bool:
        """Say whether a pause keeps one's own side back."""
        return self.mine is not None and self.is_sealed and self.mine.couple_id is None

    @property
    def is_done(self) -> bool:
        """Say whether something of it lies open."""
        return self.theirs is not None or self.was_taken_back or bool(self.mine and not self.is_sealed)

    @property
    def is_empty(self) -> bool:
        """Say whether the reader sees nothing in it."""
        return self.mine is None and not self.is_done

    @property
    def opened(self) -> list[RepairSide]:
        """Return the sides that lie open, one's own first."""
        own = [self.mine] if self.mine and not self.is_sealed else []
        return own + ([self.theirs] if self.theirs else [])


@dataclass(frozen=True)
class RepairPage:
    """One repair with its steps, notes and what opened it again; `is_ours` while the couple it is shared with lives."""

    repair: Repair
    steps: list[StepSides]
    is_open: bool
    is_proposed: bool
    can_propose: bool
    notes: list[RepairNote] = field(default_factory=list)
    reopenings: list[RepairReopening] = field(default_factory=list)
    is_ours: bool = True

    @property
    def is_begun(self) -> bool:
        """Say whether anything that both can read was written in it."""
        return any(not side.passed for sides in self.steps for side in sides.opened) or any(
            sides.was_taken_back for sides in self.steps
        )

    @property
    def current(self) -> StepSides | None:
        """Return the step to write now, if there is one: owning and the pattern before how it landed."""
        ready = [step for step in self.steps if step.can_write and step.mine is None]
        return ready[0] if ready else None

    def of(self, step: Step) -> StepSides:
        """Return one step."""
        return next((found for found in self.steps if found.step == step), StepSides(step))


@dataclass(frozen=True)
class RepairsPage:
    """The repairs of two: open, closed, archived, and where the next page of open or folded ones begins."""

    open: list[Repair]
    resting: list[Repair]
    folded: list[Repair]
    later_open: UUID | None
    later: UUID | None


FOLDED_SHOWN, MOST_PRESENT = 20, 80


@prepared
def _open_or_lately(user: User, since: datetime, now: datetime, before: datetime, before_pk: UUID) -> QuerySet[Repair]:
    seen = Repair.objects.visible_to(user).select_related(None)
    return seen.present(since, now=now, opened_before=(before, before_pk))[: MOST_PRESENT + 1]


@prepared
def _folded(user: User, since: datetime, before: datetime, before_pk: UUID) -> QuerySet[Repair]:
    seen = Repair.objects.visible_to(user).select_related(None)
    return seen.folded(since, before=(before, before_pk))[: FOLDED_SHOWN + 1]


def repairs_page(
    standing: Standing,
    *,
    now: datetime,
    before: Instant | None,
    opened_before: Instant | None = None,
) -> RepairsPage:
    """Return the page of repairs, in two queries however many there are.

    What was closed lately and has no room is archived with the rest.
    """
    since = now - FOLDS_AFTER
    at, pk = opened_before or NO_END
    rows = _open_or_lately(user=standing.user, since=since, now=now, before=at, before_pk=pk)
    present, has_more = page_of(standing.authored(rows), size=MOST_PRESENT)
    last = present[-1] if has_more else None
    rested = last and last.closed_at and not last.is_open(now) and (last.closed_at, last.pk)
    at, pk = min(before or NO_END, rested or NO_END)
    rows = _folded(user=standing.user, since=rested[0] if rested else since, before=at, before_pk=pk)
    folded, more = page_of(rows, size=FOLDED_SHOWN)
    return RepairsPage(
        open=[repair for repair in present if repair.is_open(now)],
        resting=[repair for repair in present if not repair.is_open(now)],
        folded=standing.authored(folded),
        later_open=last.pk if last and last.is_open(now) else None,
        later=folded[-1].pk if more else None,
    )


def repair_page(repair: Repair, standing: Standing, *, now: datetime) -> RepairPage:
    """Return a repair as its reader may see it, in four queries; nothing is to do in one of a couple that has ended."""
    user, is_ours = standing.user, standing.couple is not None and standing.couple.pk == repair.couple_id
    sides = list(RepairSide.objects.visible_to(user, now=now).filter(repair=repair))
    gone = list(RepairSide.objects.taken_back_from(user, now=now).filter(repair=repair))
    for side in [*sides, *gone]:
        side.repair = repair
    steps = [step for step in Step if not (repair.is_breach and step == Step.HAPPENED)]
    return RepairPage(
        repair,
        [_step(repair, step, sides, gone, user, now, is_ours=is_ours) for step in steps],
        repair.is_open(now),
        repair.is_proposed(now),
        is_ours and may_propose(repair, by=user, now=now),
        list(RepairNote.objects.visible_to(user).filter(side__repair=repair).order_by("added_at")),
        list(RepairReopening.objects.visible_to(user).filter(repair=repair).order_by("reopened_at")),
        is_ours,
    )


def _step(
    repair: Repair,
    step: Step,
    sides: list[RepairSide],
    gone: list[RepairSide],
    user: User,
    now: datetime,
    *,
    is_ours: bool,
) -> StepSides:
    mine = next((side for side in sides if side.step == step and side.author_id == user.pk), None)
    theirs = next((side for side in sides if side.step == step and side.author_id != user.pk), None)
    may = is_ours and repair.is_open(now) and _may(repair, step, [*sides, *gone], user, now)
    is_sealed = False
    if mine:
        is_sealed = mine.is_sealed(now)
    return StepSides(
        step,
        mine,
        theirs,
        was_taken_back=any(side.step == step for side in gone),
        can_write=may and (mine is None or is_sealed),
        can_pass=may and mine is None and is_sealed_step(repair, step),
        is_sealed=is_sealed,
    )


def _may(repair: Repair, step: Step, sides: Sequence[RepairSide], user: User, now: datetime) -> bool:
    try:
        refuse_step(repair, step, list(sides), by=user, now=now)
    except (NotYet, NotYours):
        return False
    return True
