"""What the weekly record reads of the repair room: set-based, of rows both partners may read.

Only rows that carry the couple are counted: what is private, paused or unshared changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When

from kit.prepared import prepared
from repair.models import (
    HardMoment,
    Openness,
    Promise,
    PromiseDate,
    Repair,
    RepairKind,
    RepairSide,
    Report,
    Step,
    TimeOut,
    closed_for_good,
)
from repair.models.promises import PromiseDateQuerySet


@dataclass(frozen=True)
class KeptAndDue:
    """One person's promises of a span of dates: how many were due, and how many of them count as kept."""

    kept: int = 0
    due: int = 0


def kept_and_due(
    author_ids: Sequence[UUID], couple: UUID, first: date, last: date, *, now: datetime
) -> dict[UUID, KeptAndDue]:
    """Return kept and due of a couple's two at most, first to last included; who had nothing due is left out.

    What one of them promised in a couple before this one is not of this one, though its rule may go on.
    Kept is kept, or late within the day, and agreed or seven days unanswered; changed
    beforehand is not due; "whenever it happens" is due when something was said of it.
    """
    one, other = [*author_ids, None, None][: max(2, len(author_ids))]
    asked: dict[str, Any] = {"couple": couple, "one": one, "other": other, "first": first, "last": last}
    reported = set(_told_dates(**asked))
    kept = Counter(_kept_dates(**asked, now=now))
    due = Counter(author for _promise, _on, author, report in reported if report != Report.CHANGED)
    named = {(promise, on) for promise, on, _author, _report in reported}
    for promise in _running_promises(**asked):
        due[promise.author_id] += sum((promise.pk, on) not in named for on in promise.due_dates(first, last))
    return {author: KeptAndDue(kept[author], number) for author, number in due.items() if number}


def _shared_dates(couple: UUID, one: UUID | None, other: UUID | None, first: date, last: date) -> PromiseDateQuerySet:
    theirs = PromiseDate.objects.filter(Q(author=one) | Q(author=other), couple=couple)
    return theirs.filter(due_on__gte=first, due_on__lte=last)


@prepared
def _told_dates(
    couple: UUID, one: UUID | None, other: UUID | None, first: date, last: date
) -> QuerySet[PromiseDate, tuple[UUID, date, UUID, str]]:
    return _shared_dates(couple, one, other, first, last).values_list("promise_id", "due_on", "author_id", "report")


@prepared
def _kept_dates(
    couple: UUID, one: UUID | None, other: UUID | None, first: date, last: date, now: datetime
) -> QuerySet[PromiseDate, UUID]:
    return _shared_dates(couple, one, other, first, last).counted_kept(now).values_list("author_id", flat=True)


@prepared
def _running_promises(couple: UUID, one: UUID | None, other: UUID | None, first: date, last: date) -> QuerySet[Promise]:
    """Keep the shared promises whose rule may name a date of the span, without their words."""
    shared = Promise.objects.filter(Q(author=one) | Q(author=other), couple=couple, first_on__lte=last)
    running = shared.exclude(last_on__lt=first).exclude(ended_on__lt=first)
    return running.only("author_id", "repeats", "weekdays", "first_on", "last_on", "ended_on")


def evidence_counts(couple_ids: Iterable[UUID], *, until: date, now: datetime) -> dict[UUID, dict[str, int]]:
    """Return, for each couple, how much of each kind of evidence there is up to a date; kinds as in `evidence`."""
    counts: dict[UUID, dict[str, int]] = defaultdict(dict)
    couples = list(couple_ids)
    kept = PromiseDate.objects.filter(couple_id__in=couples, due_on__lte=until).counted_kept(now)
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
