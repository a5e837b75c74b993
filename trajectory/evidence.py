"""Counts of a couple beside the ratings: what was appreciated, kept and shared unasked.

Everything here is made of rows that both may read, and counted by the week of its date.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from checkins.models import Appreciation, CheckIn
from repair.models import Openness, PromiseDate, Report
from repair.models.promises import SAID_KEPT, STANDS_AFTER, Seen
from trustrebuild.weeks import WEEK, week_of

Weeks = dict[UUID, Counter[date]]
EVIDENCE = ("appreciations", "kept", "openness")


@dataclass(frozen=True)
class Evidence:
    """Counts by kind, couple and week; `promises` are the dates of promises that count, kept or not.

    `older_days`: shared check-ins before the dates that were read.
    """

    counts: dict[str, Weeks] = field(default_factory=dict)
    older_days: dict[UUID, int] = field(default_factory=dict)

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


def read_evidence(couples: Sequence[UUID], *, before: date, now: datetime) -> Evidence:
    """Read what these couples share, in one query for each table."""
    dates = PromiseDate.objects.filter(couple__among=couples).values_list(
        "couple", "due_on", "report", "seen", "reported_at"
    )
    kept, due = _promises(dates, now)
    older = CheckIn.objects.filter(couple__among=couples, local_date__lt=before, opens_at__lte=now)
    return Evidence(
        {
            "appreciations": _by_week(_appreciations(couples, now)),
            "kept": kept,
            "due": due,
            "openness": _by_week(_openness(couples)),
        },
        dict(older.values_list("couple").annotate(count=Count("pk")).order_by()),
    )


def read_own_promises(authors: Sequence[UUID], *, now: datetime) -> Evidence:
    """Read what became of these people's own promises, shared or not."""
    dates = PromiseDate.objects.filter(author__among=authors).values_list(
        "author", "due_on", "report", "seen", "reported_at"
    )
    kept, due = _promises(dates, now)
    return Evidence({"kept": kept, "due": due})


def _appreciations(couples: Sequence[UUID], now: datetime) -> Iterable[tuple[UUID, date, int]]:
    delivered = Appreciation.objects.filter(couple__among=couples, delivered_at__lte=now)
    return delivered.values_list("couple", "written_on").annotate(count=Count("pk")).order_by()


def _openness(couples: Sequence[UUID]) -> Iterable[tuple[UUID, date, int]]:
    shared = Openness.objects.filter(couple__among=couples)
    return shared.values_list("couple", "shared_on").annotate(count=Count("pk")).order_by()


def _by_week(rows: Iterable[tuple[UUID, date, int]]) -> Weeks:
    weeks: Weeks = {}
    for owner, on, count in rows:
        weeks.setdefault(owner, Counter())[week_of(on)] += count
    return weeks


def _promises(dates: Iterable[tuple], now: datetime) -> tuple[Weeks, Weeks]:
    """Count kept and all dates that count: answered by the other, or unanswered for seven days.

    What was changed beforehand is not due.
    """
    kept: Weeks = {}
    due: Weeks = {}
    for owner, on, report, seen, reported_at in dates:
        stands = not seen and reported_at <= now - STANDS_AFTER
        if report == Report.CHANGED or not (seen or stands):
            continue
        due.setdefault(owner, Counter())[week_of(on)] += 1
        if report in SAID_KEPT and (stands or seen == Seen.AGREE):
            kept.setdefault(owner, Counter())[week_of(on)] += 1
    return kept, due
