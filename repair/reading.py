"""What the weekly record reads of the repair room: set-based, of rows both partners may read.

Only rows that carry the couple are counted: what is private, paused or unshared changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from kit.prepared import prepared
from repair.models import (
    STANDS_AFTER,
    Became,
    HardMoment,
    Openness,
    Promise,
    PromiseDate,
    Repair,
    RepairKind,
    RepairSide,
    Step,
    TimeOut,
    closed_for_good,
)
from repair.models.promise_life import became


@dataclass(frozen=True)
class KeptAndDue:
    """One person's promises of a span of dates: how many were due and answered, how many of them kept, how many open.

    `unanswered`: nothing was told of the date, or the other may still say how they saw it.
    """

    kept: int = 0
    due: int = 0
    unanswered: int = 0


def kept_and_due(
    author_ids: Sequence[UUID], couple: UUID, first: date, last: date, *, now: datetime
) -> dict[UUID, KeptAndDue]:
    """Return kept and due of a couple's two at most, first to last included; who had nothing due is left out.

    What one of them promised in a couple before this one is not of this one, though its rule may go on.
    What became of each date is the promise's life to say (`Became`).
    """
    one, other = [*author_ids, None, None][: max(2, len(author_ids))]
    asked: dict[str, Any] = {"couple": couple, "one": one, "other": other, "first": first, "last": last}
    found: dict[UUID, Counter[Became]] = defaultdict(Counter)
    named = set()
    for promise, on, author, report, seen, reported_at in _told_dates(**asked):
        named.add((promise, on))
        found[author][became(report, seen, has_stood=reported_at <= now - STANDS_AFTER)] += 1
    for running in _running_promises(**asked):
        untold = (on for on in running.life(living=couple).due_dates(first, last) if (running.pk, on) not in named)
        found[running.author_id][Became.UNANSWERED] += sum(1 for _on in untold)
    return {author: _summed(dates) for author, dates in found.items() if dates.total() > dates[Became.MOVED]}


def _summed(dates: "Counter[Became]") -> KeptAndDue:
    kept = dates[Became.KEPT]
    return KeptAndDue(kept, kept + dates[Became.NOT_KEPT], dates[Became.WAITS] + dates[Became.UNANSWERED])


@prepared
def _told_dates(
    couple: UUID, one: UUID | None, other: UUID | None, first: date, last: date
) -> QuerySet[PromiseDate, tuple[UUID, date, UUID, str, str, datetime]]:
    """Keep what was told of the dates that stand in a span: its own, and what was kept early within it."""
    theirs = PromiseDate.objects.filter(Q(author=one) | Q(author=other), couple=couple)
    within = theirs.filter(stands_on__gte=first, stands_on__lte=last)
    return within.values_list("promise_id", "due_on", "author_id", "report", "seen", "reported_at")


@prepared
def _running_promises(couple: UUID, one: UUID | None, other: UUID | None, first: date, last: date) -> QuerySet[Promise]:
    """Keep the shared promises whose rule may name a date of the span, without their words.

    What was kept early stands before it.
    """
    early = PromiseDate.objects.filter(promise=OuterRef("pk"), due_on=OuterRef("last_on"), stands_on__lt=first)
    shared = Promise.objects.filter(Q(author=one) | Q(author=other), couple=couple, first_on__lte=last)
    running = shared.exclude(last_on__lt=first).exclude(ended_on__lt=first).filter(~Exists(early))
    return running.only("author_id", "couple_id", "repeats", "weekdays", "first_on", "last_on", "ended_on", "ended_as")


def evidence_counts(couple_ids: Iterable[UUID], *, until: date, now: datetime) -> dict[UUID, dict[str, int]]:
    """Return, for each couple, how much of each kind of evidence there is up to a date; kinds as in `evidence`."""
    counts: dict[UUID, dict[str, int]] = defaultdict(dict)
    couples = list(couple_ids)
    kept = PromiseDate.objects.filter(couple_id__in=couples, stands_on__lte=until).counted_kept(now)
    shared = Openness.objects.filter(couple_id__in=couples, shared_on__lte=until, withdrawn_at=None)
    back = TimeOut.objects.filter(couple_id__in=couples, returned_on__lte=until).kept()
    met = HardMoment.objects.filter(couple_id__in=couples, happened_on__lte=until, withdrawn_at=None).met_well()
    rested = Repair.objects.filter(couple_id__in=couples, rested_on__lte=until).counted(now)
    kinds: dict[str, QuerySet[Any]] = {
        "promises": kept,
        "openness": shared,
        "returns": back,
        "moments": met,
        "repairs": rested,
    }
    for key, rows in kinds.items():
        for couple, number in rows.order_by().values_list("couple_id").annotate(n=Count("pk")):
            counts[couple][key] = number
    return dict(counts)


class Opened(NamedTuple):
    """Words in one step of a log that both can read; nothing of the words themselves."""

    step: str
    author: UUID
    written_at: datetime
    opened_at: datetime


class SharedRepair(NamedTuple):
    """One shared repair log: when it began, what of it opened, on which date it was closed if that counts."""

    couple: UUID
    author: UUID
    kind: str
    opened_at: datetime
    rested_on: date | None
    sides: list[Opened]

    @property
    def owned(self) -> list[Opened]:
        """Return what was owned in it."""
        return [side for side in self.sides if side.step == Step.OWN]

    @property
    def breach_marked_at(self) -> datetime | None:
        """Return when a new breach was marked by both: one began the log, the other wrote in it; else None."""
        if self.kind != RepairKind.BREACH:
            return None
        return min((side.opened_at for side in self.sides if side.author != self.author), default=None)


def shared_repairs(couples: Iterable[Any], *, now: datetime) -> dict[UUID, list[SharedRepair]]:
    """Return the shared logs of these couples, by couple, oldest first; a subquery of ids does.

    Two queries, the second only if there is any log. What waits for the other, was passed or
    is not shared is left out.
    """
    logs: dict[UUID, SharedRepair] = {}
    rows = Repair.objects.filter(couple__in=couples).order_by("opened_at", "pk")
    counted_on = Case(When(closed_for_good(now), then="rested_on"))
    columns = ("couple_id", "author_id", "kind", "opened_at", counted_on)
    for pk, *rest in rows.values_list("pk", *columns):
        logs[pk] = SharedRepair._make((*rest, []))
    if logs:
        sides = RepairSide.objects.filter(couple__in=couples, opened_at__lte=now, passed=False)
        in_order = sides.order_by("opened_at", "pk")
        for pk, *rest in in_order.values_list("repair_id", "step", "author_id", "written_at", "opened_at"):
            if pk in logs:
                logs[pk].sides.append(Opened._make(rest))
    by_couple: dict[UUID, list[SharedRepair]] = defaultdict(list)
    for log in logs.values():
        by_couple[log.couple].append(log)
    return dict(by_couple)
