"""Counts of a couple beside the ratings: what was appreciated, kept, repaired and shared unasked.

Everything here is made of rows that both may read, and counted by the week of its date.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Count, Model, QuerySet

from checkins.models import Appreciation, CheckIn
from kit.weeks import WEEK, week_of
from repair.models import STANDS_AFTER, Openness, PromiseDate, TimeOut, counts_due, counts_kept
from trajectory.records import EvidenceCounts, Notes, PromiseCounts, joined
from trajectory.weekly.conflicts import HALF_YEAR, Conflicts, Spell

Weeks = dict[UUID, Counter[date]]
Counted = tuple[date, UUID, bool]
COUNTED = ("appreciations", "kept", "openness", "returns")
FOLLOWS_WITHIN_DAYS = 14
MONTH_WEEKS = 4
NO_COUNTS = dict.fromkeys((*COUNTED, "repairs"), 0)
NOTHING_BESIDE = {
    "notes": {"positive": 0, "negative": 0},
    "notes_28": (0, 0),
    "promises": {"kept": 0, "due": 0},
    "openness": 0,
    "returns": 0,
    "came_back": False,
    "followed": (0, 0),
}


class BesideDays(TypedDict):
    """What a week's summary says beside the days, as bare counts: notes good and hard, promises kept and due."""

    notes: Notes
    notes_28: tuple[int, int]
    promises: PromiseCounts
    openness: int
    returns: int
    came_back: bool
    followed: tuple[int, int]
    evidence_file: EvidenceCounts


@dataclass(frozen=True)
class Beside:
    """What a week's summary says beside the days, and the spells of which its estimates are made."""

    record: BesideDays
    spells: tuple[Spell, ...] = ()

    @cached_property
    def spelled(self) -> str:
        """Return the text of both that goes into the hash of a week."""
        return repr((self.record, self.spells))


@lru_cache(4096)
def nothing_beside(shared_check_ins: int) -> Beside:
    """Return the counts of a couple that did nothing but share this many check-ins."""
    file = NO_COUNTS | {"shared_check_ins": shared_check_ins}
    return Beside(joined(BesideDays, NOTHING_BESIDE, {"evidence_file": file}))


@dataclass(frozen=True)
class Deeds:
    """Counts by kind, owner and week; `conflicts` holds the logs, `dates` the promise dates that count, of each couple.

    `older_days`: shared check-ins before the dates that were read.
    """

    counts: dict[str, Weeks]
    older_days: dict[UUID, int] = field(default_factory=dict)
    conflicts: Conflicts = field(default_factory=Conflicts)
    dates: dict[UUID, list[Counted]] = field(default_factory=dict)

    @cached_property
    def known(self) -> set[UUID]:
        """Return the owners with any count."""
        return set(self.conflicts.logs).union(*self.counts.values())

    def beside(self, couple: UUID, week: date, *, shared_days: int) -> Beside:
        """Return what a week's summary says beside the days."""
        shared_check_ins = shared_days + (self.older_days.get(couple, 0) if self.older_days else 0)
        if couple not in self.known:
            return nothing_beside(shared_check_ins)
        good, hard = ("appreciations", "hard")
        totals = {kind: self.until(kind, couple, week) for kind in COUNTED}
        rested = {"repairs": self.conflicts.rested(couple, week), "shared_check_ins": shared_check_ins}
        record: BesideDays = {
            "notes": {"positive": self.in_week(good, couple, week), "negative": self.in_week(hard, couple, week)},
            "notes_28": (self.lately(good, couple, week, MONTH_WEEKS), self.lately(hard, couple, week, MONTH_WEEKS)),
            "promises": {"kept": self.in_week("kept", couple, week), "due": self.in_week("due", couple, week)},
            "openness": self.in_week("openness", couple, week),
            "returns": self.in_week("returns", couple, week),
            "came_back": self.conflicts.stirred(couple, week),
            "followed": self._followed(couple, week),
            "evidence_file": joined(EvidenceCounts, totals, rested),
        }
        return Beside(record, self.conflicts.spells(couple, week))

    def _followed(self, couple: UUID, week: date) -> tuple[int, int]:
        """Count kept and all promise dates within a fortnight after their maker owned something."""
        owned = self.conflicts.owned_on(couple, week)
        found = [
            kept
            for on, author, kept in self.dates.get(couple, ())
            if week + WEEK - HALF_YEAR <= on < week + WEEK
            and any(who == author and 0 < (on - at).days <= FOLLOWS_WITHIN_DAYS for who, at in owned)
        ]
        return sum(found), len(found)

    def in_week(self, kind: str, owner: UUID, week: date) -> int:
        """Return the count of one week."""
        weeks = self.counts[kind].get(owner)
        return weeks[week] if weeks else 0

    def until(self, kind: str, owner: UUID, week: date) -> int:
        """Return the count of all weeks up to one."""
        weeks = self.counts[kind].get(owner)
        return sum(count for on, count in weeks.items() if on <= week) if weeks else 0

    def lately(self, kind: str, owner: UUID, week: date, weeks: int) -> int:
        """Return the count of the last weeks up to one."""
        if owner not in self.counts[kind]:
            return 0
        return self.until(kind, owner, week) - self.until(kind, owner, week - weeks * WEEK)


def read_deeds(
    couples: Iterable[UUID], conflicts: Conflicts, *, elder: Iterable[UUID], before: date, now: datetime
) -> Deeds:
    """Read what these couples share, in one query for each table.

    `elder`: those of them who may have check-ins before the dates that were read.
    """
    rows = list(_promise_dates("couple", couples))
    dates: dict[UUID, list[Counted]] = {}
    for owner, author, on, is_kept in _counted(rows, now):
        dates.setdefault(owner, []).append((on, author, is_kept))
    kept, due = _by_owner(rows, now)
    older = CheckIn.objects.filter(couple__among=elder, local_date__lt=before, opens_at__lte=now)
    counts = {
        "appreciations": _by_week(_appreciations(couples, now)),
        "hard": _moments(conflicts),
        "kept": kept,
        "due": due,
        "openness": _by_week(_openness(couples)),
        "returns": _by_week(_returns(couples)),
    }
    older_days = dict(older.values_list("couple").annotate(count=Count("pk")).order_by())
    return Deeds(counts, older_days, conflicts, dates)


def read_own_promises(authors: Iterable[UUID], *, now: datetime) -> Deeds:
    """Read what became of these people's own promises, shared or not."""
    kept, due = _by_owner(_promise_dates("author", authors), now)
    return Deeds({"kept": kept, "due": due})


def _promise_dates(owner: str, ids: Iterable[UUID]) -> Iterable[tuple[Any, ...]]:
    dates = PromiseDate.objects.filter(**{f"{owner}__among": ids})
    return dates.values_list(owner, "author", "due_on", "report", "seen", "reported_at")


def _moments(conflicts: Conflicts) -> Weeks:
    """Count shared hard moments by couple and week."""
    moments = (moment for some in conflicts.moments.values() for moment in some)
    return _by_week((moment.couple, moment.on, 1) for moment in moments if moment.couple)


def _returns(couples: Iterable[UUID]) -> Iterable[tuple[UUID, date, int]]:
    kept = TimeOut.objects.filter(couple__among=couples).kept()
    return _per_date(kept, "returned_on")


def _appreciations(couples: Iterable[UUID], now: datetime) -> Iterable[tuple[UUID, date, int]]:
    delivered = Appreciation.objects.filter(couple__among=couples, delivered_at__lte=now)
    return _per_date(delivered, "written_on")


def _openness(couples: Iterable[UUID]) -> Iterable[tuple[UUID, date, int]]:
    return _per_date(Openness.objects.filter(couple__among=couples, withdrawn_at=None), "shared_on")


def _per_date(rows: QuerySet[Model], on: str) -> QuerySet[Model, tuple[UUID, date, int]]:
    """Count rows by couple and date."""
    counted: QuerySet[Model, tuple[UUID, date, int]] = rows.values_list("couple", on).annotate(count=Count("pk"))
    return counted.order_by()


def _by_week(rows: Iterable[tuple[UUID, date, int]]) -> Weeks:
    weeks: Weeks = {}
    for owner, on, count in rows:
        weeks.setdefault(owner, Counter())[week_of(on)] += count
    return weeks


def _by_owner(rows: Iterable[tuple[Any, ...]], now: datetime) -> tuple[Weeks, Weeks]:
    """Count kept and all promise dates that count, by owner and week."""
    kept: Weeks = {}
    due: Weeks = {}
    for owner, _author, on, is_kept in _counted(rows, now):
        due.setdefault(owner, Counter())[week_of(on)] += 1
        if is_kept:
            kept.setdefault(owner, Counter())[week_of(on)] += 1
    return kept, due


def _counted(rows: Iterable[tuple[Any, ...]], now: datetime) -> Iterable[tuple[UUID, UUID, date, bool]]:
    """Yield owner, maker, date and whether it was kept, of the dates that count."""
    told_by = now - STANDS_AFTER
    for owner, author, on, report, seen, reported_at in rows:
        has_stood = reported_at <= told_by
        if counts_due(report, seen, has_stood=has_stood):
            yield owner, author, on, counts_kept(report, seen, has_stood=has_stood)
